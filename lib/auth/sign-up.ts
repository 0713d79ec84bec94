import * as z from 'zod'
import { type Tx, withPlatform } from '#lib/platform/db/index.ts'
import { env } from '#lib/platform/env.ts'
import { countCall } from '#lib/platform/http/count-call.ts'
import { createId } from '#lib/platform/id.ts'
import { queueMail } from '#lib/platform/mail/index.ts'
import { buildKnownAddressMail, buildVerificationMail } from './mails.ts'
import { normalizeEmail } from './normalize-email.ts'
import { hashPassword } from './password.ts'
import { assertGoodPassword } from './password-policy.ts'
import { findCredentials, findPendingPayload, replaceToken } from './repository.ts'
import { type SignUp, type Start, startSchema } from './schema.ts'
import { createSecret, hashSecret } from './secret.ts'
import { attemptKey } from './sign-in.ts'

/** To one address, by signing up or asking for the link again. */
const MAILS_PER_HOUR = 5

/** What a sign-up leaves behind until the address is verified. */
export const pendingSignUpSchema = z.strictObject({
  name: z.string(),
  passwordHash: z.string(),
  /** SHA-256 of the cookie of the browser that signed up, in hexadecimal. */
  browserHash: z.string(),
  /** Kept here, since the link may be opened in another browser. */
  start: startSchema.optional(),
})
export type PendingSignUp = z.infer<typeof pendingSignUpSchema>

/**
 * Begins a sign-up: stores what it needs under a token, and mails the link. Does the same work and says nothing for an
 * address that has an account; its owner gets a mail of another kind. The latest sign-up of an address wins.
 *
 * @param browserSecret from the cookie that ties this browser to the link.
 * @throws AppError invalid (not an address, or a password that would be guessed).
 */
export async function requestSignUp(input: SignUp, browserSecret: string): Promise<void> {
  const email = normalizeEmail(input.email)
  assertGoodPassword(input.password, email)
  const passwordHash = await hashPassword(input.password)
  const browserHash = Buffer.from(hashSecret(browserSecret)).toString('hex')
  const { start } = input
  const pending: PendingSignUp = {
    name: input.name || nameFromEmail(email),
    passwordHash,
    browserHash,
    ...(start ? { start } : {}),
  }
  if (await hasEnoughMail(email)) return
  await withPlatform('signUp', async (tx) => {
    if (await findCredentials(tx, email)) await mailKnownAddress(tx, email, start)
    else await mailLink(tx, email, pending)
  })
}

/** Mails the link of a sign-up once more; the earlier link stops working. Says nothing, whoever asks for what. */
export async function resendVerification(given: string): Promise<void> {
  const email = normalizeEmail(given)
  if (await hasEnoughMail(email)) return
  await withPlatform('signUp', async (tx) => {
    const pending = pendingSignUpSchema.safeParse(await findPendingPayload(tx, email, 'verify_email'))
    if (pending.success) await mailLink(tx, email, pending.data)
  })
}

/** Nobody's inbox is filled through us. The caller is not told, and the link that was mailed last goes on working. */
async function hasEnoughMail(email: string): Promise<boolean> {
  const { isOver } = await countCall({
    name: 'mail-to',
    key: attemptKey('mail', email),
    points: MAILS_PER_HOUR,
    seconds: 3600,
  })
  return isOver
}

async function mailLink(tx: Tx, email: string, pending: PendingSignUp): Promise<void> {
  const token = createSecret()
  const id = await replaceToken(tx, {
    hash: hashSecret(token),
    purpose: 'verify_email',
    email,
    payload: pending,
  })
  const mail = buildVerificationMail(`${env().appUrl}/verify-email?token=${token}`)
  await queueMail(tx, { to: email, ...mail, dedupeKey: `verify:${id}` })
}

async function mailKnownAddress(tx: Tx, email: string, start: Start | undefined): Promise<void> {
  const query = start ? `?callbackUrl=${encodeURIComponent(`/w?start=${start}`)}` : ''
  const mail = buildKnownAddressMail(`${env().appUrl}/sign-in${query}`)
  await queueMail(tx, { to: email, ...mail, dedupeKey: `known:${createId()}` })
}

function nameFromEmail(email: string): string {
  const [first = email] = email.split('@')
  return first
}
