import { AppError } from '#lib/platform/errors.ts'

/**
 * Reads a body whole, counting while it comes: what a header declares is believed only when it is too much.
 *
 * @throws AppError body_too_large with `maxBytes`
 */
export async function capBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes)
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of request.body ?? []) {
    size += part.byteLength
    if (size > maxBytes) throw tooLarge(maxBytes)
    parts.push(part)
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
