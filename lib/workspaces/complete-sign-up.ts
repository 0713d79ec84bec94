import {
  admitAttempt,
  assertAdmitted,
  attemptKey,
  consumeToken,
  findToken,
  forgetAttempts,
  hashSecret,
  matchesSecret,
  type PendingSignUp,
  pendingSignUpSchema,
  verifyPassword,
} from '#lib/auth/index.ts'
import type { Start } from '#lib/auth/schema.ts'
import { openAccount } from '#lib/billing/index.ts'
import type { PlanKey } from '#lib/billing/schema.ts'
import { insertAuditEntry } from '#lib/platform/audit.ts'
import { isUniqueViolation, type Tx, withPlatform } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { createId } from '#lib/platform/id.ts'
import { insertMembership, insertVerifiedUser, insertWorkspace } from './repository.ts'
import { toSlug } from './slug.ts'

export interface CompletedSignUp {
  userId: string
  email: string
  workspaceId: string
  slug: string
}

/**
 * Finishes a sign-up by the link from its mail: person, personal workspace, membership, account with the Free plan's
 * first credits and the audit entry, all or nothing. In the browser that signed up the link is enough; elsewhere the
 * password chosen there is asked for, so that nobody can register a stranger's address in advance.
 *
 * @returns who and where; `start` is what the person came for when they signed up.
 * @param input.browserSecret from the cookie of the browser that signed up.
 * @throws AppError expired (used, replaced or too old), invalid at `/password` (needed, or not the one), rate_limited.
 */
export async function completeSignUp(input: {
  token: string
  password: string | undefined
  browserSecret: string | null
}): Promise<CompletedSignUp & { start: Start | null }> {
  const hash = hashSecret(input.token)
  await assertMayComplete(hash, input)
  try {
    return await withPlatform('completeSignUp', async (tx) => {
      const token = await consumeToken(tx, hash, 'verify_email')
      if (!token) throw linkExpired()
      const { start = null, ...pending } = pendingSignUpSchema.parse(token.payload)
      return { ...(await createPerson(tx, { email: token.email, ...pending })), start }
    })
  } catch (error) {
    // The address was verified through another link in the meantime.
    if (isUniqueViolation(error)) throw linkExpired()
    throw error
  }
}

/**
 * Makes a person with everything that belongs to them, in the caller's transaction.
 *
 * @param person.planKey of the personal workspace; people who sign up get Free, tests and the seed choose.
 */
export async function createPerson(
  tx: Tx,
  person: Pick<PendingSignUp, 'name' | 'passwordHash'> & { email: string; planKey?: PlanKey },
): Promise<CompletedSignUp> {
  const { email, name, passwordHash, planKey = 'free' } = person
  const userId = createId()
  const workspaceId = createId()
  await insertVerifiedUser(tx, { id: userId, email, name, passwordHash })
  const workspace = {
    id: workspaceId,
    name: `${name}’s workspace`,
    slug: toSlug(name),
    personalUserId: userId,
  }
  const slug = await insertWorkspace(tx, workspace)
  await insertMembership(tx, { workspaceId, userId, role: 'owner' })
  await openAccount(tx, { workspaceId, planKey })
  await insertAuditEntry(tx, { workspaceId, actorUserId: userId, action: 'user.signed_up', subject: userId })
  return { userId, email, workspaceId, slug }
}

/** The slow check, before and outside the transaction; the token is not used up by a wrong password. */
async function assertMayComplete(
  hash: Uint8Array<ArrayBuffer>,
  input: { password: string | undefined; browserSecret: string | null },
): Promise<void> {
  const token = await withPlatform('completeSignUp', (tx) => findToken(tx, hash, 'verify_email'))
  if (!token) throw linkExpired()
  const { browserHash, passwordHash } = pendingSignUpSchema.parse(token.payload)
  if (input.browserSecret !== null && matchesSecret(input.browserSecret, browserHash)) return
  if (input.password === undefined)
    throw wrongPassword('Enter the password that you chose when you signed up.')
  const key = attemptKey('verify-email', token.id)
  assertAdmitted(await withPlatform('completeSignUp', (tx) => admitAttempt(tx, key)))
  if (!(await verifyPassword(input.password, passwordHash))) {
    throw wrongPassword('This is not the password that was chosen at sign-up.')
  }
  await withPlatform('completeSignUp', (tx) => forgetAttempts(tx, key))
}

function linkExpired(): AppError {
  return new AppError('expired', 'This link no longer works. Sign in, or sign up again to get a new one.')
}

function wrongPassword(detail: string): AppError {
  return new AppError('invalid', detail, { errors: [{ pointer: '/password', detail }] })
}
