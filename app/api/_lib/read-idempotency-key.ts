import { AppError } from '#lib/platform/errors.ts'

const MAX_CHARACTERS = 200

/**
 * The caller's own name for this operation, so that a repeated call is the same call.
 *
 * @returns null when the header is missing: then each call is an operation of its own.
 * @throws AppError bad_request
 */
export function readIdempotencyKey(request: Request): string | null {
  const key = request.headers.get('idempotency-key')?.trim()
  if (!key) return null
  if (key.length <= MAX_CHARACTERS && /^[\x21-\x7e]+$/.test(key)) return key
  throw new AppError(
    'bad_request',
    `An Idempotency-Key has 1 to ${MAX_CHARACTERS} visible ASCII characters, without spaces.`,
  )
}
