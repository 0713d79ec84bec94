/** The policy of everything that is no page: it may load nothing and be framed by nobody. */
const API_HEADERS: Record<string, string> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
}

/**
 * Sets what every answer of the API carries. A cache-control that is already there stays: files and streams know better.
 *
 * @param extra headers of the call; several set-cookie are kept apart.
 */
export function withApiHeaders(response: Response, requestId: string, extra?: Headers): Response {
  for (const [name, value] of Object.entries(API_HEADERS)) {
    if (!response.headers.has(name)) response.headers.set(name, value)
  }
  response.headers.set('x-request-id', requestId)
  extra?.forEach((value, name) => {
    if (name === 'set-cookie') response.headers.append(name, value)
    else response.headers.set(name, value)
  })
  return response
}

/** What `fileResponse` needs to know of a file, or of the part of it that was asked for. */
export interface FileFacts {
  body: ReadableStream<Uint8Array>
  mediaType: string
  filename: string
  /** Bytes of the whole file. */
  sizeBytes: number
  /** Set when only a part is sent; both ends included. */
  range?: { start: number; end: number }
  /** Shown in the browser, or saved. */
  disposition?: 'inline' | 'attachment'
}

/**
 * Answers with a file. Next.js drops Content-Length from route handlers, so readers learn the total from Content-Range.
 */
export function fileResponse(file: FileFacts): Response {
  const { range, sizeBytes, disposition = 'inline' } = file
  const headers = new Headers({
    'content-type': file.mediaType,
    'content-disposition': `${disposition}; filename*=UTF-8''${encodeRfc5987(file.filename)}`,
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-store',
    // A stored file never runs anything, whatever it says it is.
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  })
  if (range) headers.set('content-range', `bytes ${range.start}-${range.end}/${sizeBytes}`)
  return new Response(file.body, { status: range ? 206 : 200, headers })
}

/** RFC 5987 leaves fewer characters alone than encodeURIComponent does. */
function encodeRfc5987(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** Answers with a table to save, as `toCsv` makes it, whole or bit by bit. */
export function csvResponse(body: string | ReadableStream<Uint8Array>, filename: string): Response {
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename*=UTF-8''${encodeRfc5987(filename)}`,
      'x-content-type-options': 'nosniff',
    },
  })
}
