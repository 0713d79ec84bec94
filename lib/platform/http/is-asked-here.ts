import { isLoopback } from '#lib/platform/env.ts'

/**
 * Whether a request was sent to a name of this machine itself. A page elsewhere can point its own name at this machine
 * and read the answers as its own: such a name is not ours.
 *
 * @param host the Host header.
 */
export function isAskedHere(host: string | null): boolean {
  const address = `http://${host ?? ''}`
  return URL.canParse(address) && isLoopback(new URL(address).hostname)
}
