import type { Prisma, Tx } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import type { Account } from './schema.ts'

export type TokenPurpose = 'verify_email' | 'first_staff'

export interface TokenRow {
  id: string
  email: string
  payload: Prisma.JsonValue
}

/** After how many evaluated attempts an account key is locked, and for how long at first and at most. */
export const ATTEMPTS_BEFORE_LOCK = 10

/**
 * Counts an attempt before it is evaluated, so that attempts at once cannot all slip through: the tenth locks for 15
 * minutes, each one after that for twice as long, up to four hours; a day of quiet forgets.
 *
 * @returns false when the key is locked and nothing may be evaluated.
 */
export async function admitAttempt(tx: Tx, key: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ failures: number }[]>`
    INSERT INTO sign_in_attempt AS a (key, failures, last_at) VALUES (${key}::text, 1, clock_timestamp())
    ON CONFLICT (key) DO UPDATE SET
      failures = CASE WHEN a.last_at < clock_timestamp() - interval '1 day' THEN 1 ELSE a.failures + 1 END,
      locked_until = CASE
        WHEN a.last_at >= clock_timestamp() - interval '1 day' AND a.failures + 1 >= ${ATTEMPTS_BEFORE_LOCK}::int
        THEN clock_timestamp()
             + interval '15 minutes' * (2 ^ least(a.failures + 1 - ${ATTEMPTS_BEFORE_LOCK}::int, 4))
      END,
      last_at = clock_timestamp()
    WHERE a.locked_until IS NULL OR a.locked_until <= clock_timestamp()
    RETURNING failures`
  return rows.length === 1
}

/** A success forgets the attempts before it. */
export async function forgetAttempts(tx: Tx, key: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM sign_in_attempt WHERE key = ${key}::text`
}

/** Stores the hash of a new token; older ones of the same address and purpose stop working. */
export async function replaceToken(
  tx: Tx,
  token: { hash: Uint8Array<ArrayBuffer>; purpose: TokenPurpose; email: string; payload: object },
): Promise<string> {
  const { hash, purpose, email, payload } = token
  // Two requests at once would each remove only what is there already, and both their tokens would live.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${purpose}:${email}`}::text, 0))`
  await tx.$executeRaw`DELETE FROM one_time_token WHERE email = ${email}::text AND purpose = ${purpose}::text`
  const id = createId()
  await tx.$executeRaw`
    INSERT INTO one_time_token (id, token_hash, purpose, email, payload, expires_at)
    VALUES (${id}::uuid, ${hash}::bytea, ${purpose}::text, ${email}::text, ${JSON.stringify(payload)}::jsonb,
            clock_timestamp() + interval '30 minutes')`
  return id
}

/** A token that would still work; does not use it up. */
export async function findToken(
  tx: Tx,
  hash: Uint8Array<ArrayBuffer>,
  purpose: TokenPurpose,
): Promise<TokenRow | null> {
  const [row] = await tx.$queryRaw<TokenRow[]>`
    SELECT id, email, payload FROM one_time_token
    WHERE token_hash = ${hash}::bytea AND purpose = ${purpose}::text AND used_at IS NULL
      AND expires_at > clock_timestamp()`
  return row ?? null
}

/** What an address has asked for within the last day, expired or not. */
export async function findPendingPayload(
  tx: Tx,
  email: string,
  purpose: TokenPurpose,
): Promise<Prisma.JsonValue | null> {
  const [row] = await tx.$queryRaw<{ payload: Prisma.JsonValue }[]>`
    SELECT payload FROM one_time_token
    WHERE email = ${email}::text AND purpose = ${purpose}::text AND used_at IS NULL
      AND created_at > clock_timestamp() - interval '1 day'
    ORDER BY created_at DESC LIMIT 1`
  return row?.payload ?? null
}

/** Uses a token up: of several at once exactly one gets the row. */
export async function consumeToken(
  tx: Tx,
  hash: Uint8Array<ArrayBuffer>,
  purpose: TokenPurpose,
): Promise<TokenRow | null> {
  const [row] = await tx.$queryRaw<TokenRow[]>`
    UPDATE one_time_token SET used_at = clock_timestamp()
    WHERE token_hash = ${hash}::bytea AND purpose = ${purpose}::text AND used_at IS NULL
      AND expires_at > clock_timestamp()
    RETURNING id, email, payload`
  return row ?? null
}

/** Who signs in with an address, with the stored hash. */
export function findCredentials(
  tx: Tx,
  email: string,
): Promise<{ id: string; passwordHash: string | null } | null> {
  return tx.user.findUnique({ where: { email }, select: { id: true, passwordHash: true } })
}

export async function updatePasswordHash(tx: Tx, userId: string, passwordHash: string): Promise<void> {
  await tx.user.updateMany({ where: { id: userId }, data: { passwordHash } })
}

export async function insertSession(
  tx: Tx,
  session: {
    secretHash: Uint8Array<ArrayBuffer>
    userId: string
    address: string | null
    userAgent: string | null
  },
): Promise<void> {
  const { secretHash, userId, address, userAgent } = session
  await tx.$executeRaw`
    INSERT INTO session (id, secret_hash, user_id, authenticated_at, last_seen_at, expires_at, address, user_agent)
    VALUES (${createId()}::uuid, ${secretHash}::bytea, ${userId}::uuid, now(), now(), now() + interval '30 days',
            ${address}::text, ${userAgent}::text)`
}

export async function deleteSessionByHash(tx: Tx, secretHash: Uint8Array<ArrayBuffer>): Promise<void> {
  await tx.$executeRaw`DELETE FROM session WHERE secret_hash = ${secretHash}::bytea`
}

/** The person, without what only platform operations may read. */
export async function findAccount(tx: Tx, userId: string): Promise<Account> {
  const { emailVerifiedAt, ...rest } = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    select: {
      id: true,
      email: true,
      name: true,
      isStaff: true,
      locale: true,
      timeZone: true,
      emailVerifiedAt: true,
    },
  })
  return { ...rest, emailVerified: emailVerifiedAt !== null }
}

export async function updateAccountName(tx: Tx, userId: string, name: string): Promise<void> {
  // A plain statement: the ORM would return the whole row, password hash included, which this role may not read.
  await tx.$executeRaw`UPDATE "user" SET name = ${name}::text WHERE id = ${userId}::uuid`
}

export interface OwnSession {
  id: string
  address: string | null
  userAgent: string | null
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
}

export function listSessions(tx: Tx, userId: string): Promise<OwnSession[]> {
  return tx.$queryRaw<OwnSession[]>`
    SELECT id, address, user_agent AS "userAgent", created_at AS "createdAt", last_seen_at AS "lastSeenAt",
           expires_at AS "expiresAt"
    FROM session
    WHERE user_id = ${userId}::uuid AND expires_at > now() AND last_seen_at > now() - interval '14 days'
    ORDER BY last_seen_at DESC, id DESC
    LIMIT 200`
}

/** Removes what ended more than a day ago: mailed links, locks and sessions. */
export async function deleteExpired(tx: Tx): Promise<void> {
  await tx.$executeRaw`DELETE FROM one_time_token WHERE expires_at < clock_timestamp() - interval '1 day'`
  await tx.$executeRaw`DELETE FROM session WHERE expires_at < clock_timestamp() - interval '1 day'`
  await tx.$executeRaw`
    DELETE FROM sign_in_attempt
    WHERE last_at < clock_timestamp() - interval '1 day'
      AND (locked_until IS NULL OR locked_until < clock_timestamp())`
}
