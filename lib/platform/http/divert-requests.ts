import { subscribe } from 'node:diagnostics_channel'

/** Under it the route for what does not exist answers why a request was turned away. */
export const DIVERTED = 'diverted'
type Diversion = 'address' | 'method'

/** What any of our addresses may take. */
export const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

interface Incoming {
  method?: string
  url?: string
}

/**
 * Sends requests that Next answers with 500, or with a page whatever the method was, to a route that says what is wrong
 * with them: an address that cannot be decoded, and methods such as TRACE. Node tells of each request before anybody
 * handles it.
 */
export function divertRequests(): void {
  subscribe('http.server.request.start', (message) => divert(requestOf(message)))
}

/** Rewrites what is to be answered elsewhere; leaves everything else alone. */
export function divert(request: Incoming): void {
  const reason = findReason(request)
  if (reason === null) return
  request.method = 'GET'
  request.url = `/api/${DIVERTED}/${reason}`
}

function findReason({ method = '', url = '' }: Incoming): Diversion | null {
  if (!METHODS.includes(method)) return 'method'
  const [path = ''] = url.split('?', 1)
  return isDecodable(path) ? null : 'address'
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

/** Node documents the message of this channel; its type knows nothing of it. */
function requestOf(message: unknown): Incoming {
  return (message as { request: Incoming }).request
}
