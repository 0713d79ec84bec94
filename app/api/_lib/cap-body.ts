import { AppError, isAppError } from '#lib/platform/errors.ts'

/**
 * Reads a body whole, counting while it comes: what a header declares is believed only when it is too much.
 *
 * @throws AppError body_too_large with `maxBytes`, bad_request when the body breaks off
 */
export async function capBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes)
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for await (const part of request.body ?? []) {
      size += part.byteLength
      if (size > maxBytes) throw tooLarge(maxBytes)
      parts.push(part)
    }
  } catch (cause) {
    if (isAppError(cause)) throw cause
    // The caller went away half-way, which is no failure of ours.
    throw new AppError('bad_request', 'The body ended before it was complete.', {}, { cause })
  }
  return Buffer.concat(parts)
}

function tooLarge(maxBytes: number): AppError {
  return new AppError(
    'body_too_large',
    `The request is longer than the ${maxBytes} bytes that are taken here.`,
    { maxBytes },
  )
}
