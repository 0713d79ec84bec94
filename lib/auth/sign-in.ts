import { createHash } from 'node:crypto'
import { withPlatform } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { normalizeEmail } from './normalize-email.ts'
import { hashPassword, needsRehash, verifyPassword } from './password.ts'
import { admitAttempt, findCredentials, forgetAttempts, updatePasswordHash } from './repository.ts'
import { PASSWORD_MAX_CHARACTERS } from './schema.ts'

/**
 * Checks an address and a password. Says the same, and takes as long, whether the address or the password is wrong.
 *
 * @returns the person's id, or null when the two do not fit.
 * @throws AppError rate_limited while the address is locked, whether anybody has it or not.
 */
export async function checkPassword(given: { email: string; password: string }): Promise<string | null> {
  if (given.password.length > PASSWORD_MAX_CHARACTERS) return null
  const email = toEmail(given.email)
  if (email === null) return null
  const key = attemptKey('sign-in', email)
  // Locks are counted by address, existing or not, so being locked tells nothing.
  const user = await withPlatform('signIn', async (tx) => {
    assertAdmitted(await admitAttempt(tx, key))
    return findCredentials(tx, email)
  })
  const stored = user?.passwordHash ?? null
  if (!(await verifyPassword(given.password, stored)) || !user) return null
  const renewed = stored !== null && needsRehash(stored) ? await hashPassword(given.password) : null
  await withPlatform('signIn', async (tx) => {
    await forgetAttempts(tx, key)
    if (renewed) await updatePasswordHash(tx, user.id, renewed)
  })
  return user.id
}

/** The key under which attempts are counted. No address stands in the table. */
export function attemptKey(kind: 'sign-in' | 'verify-email' | 'mail', value: string): string {
  return createHash('sha256').update(`${kind}:${value}`).digest('hex')
}

/** @throws AppError rate_limited */
export function assertAdmitted(admitted: boolean): void {
  if (admitted) return
  throw new AppError('rate_limited', 'Too many attempts. Wait 15 minutes, then try again.', {
    retryAfterSeconds: 900,
  })
}

function toEmail(given: string): string | null {
  try {
    return normalizeEmail(given)
  } catch {
    return null
  }
}
