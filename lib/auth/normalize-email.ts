import { AppError } from '#lib/platform/errors.ts'

const SHAPE =
  /^[^\s@"(),:;<>[\\\]]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/u

/**
 * The one form in which an address is stored and compared: NFKC, trimmed, lower case. An address that only turns into
 * one by normalising (a full-width ＠, circled letters) is refused, so that no two writings lead to one account.
 *
 * @throws AppError invalid at `/email`
 */
export function normalizeEmail(given: string): string {
  const trimmed = given.trim()
  const normal = trimmed.normalize('NFKC').toLowerCase()
  const isPlain = normal === trimmed.normalize('NFC').toLowerCase() && !UNSAFE.test(normal)
  const isHost = normal.slice(normal.lastIndexOf('@') + 1)
  if (isPlain && normal.length <= 254 && SHAPE.test(normal) && isHost.includes('.') && !normal.includes('..'))
    return normal
  const detail = 'This is not an e-mail address. It looks like name@example.org.'
  throw new AppError('invalid', detail, { errors: [{ pointer: '/email', detail }] })
}
