import { createHash } from 'node:crypto'
import type { Tx } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { createId } from '#lib/platform/id.ts'
import { type AccountChange, changeAccount } from './change-account.ts'
import { invalid } from './invalid.ts'
import {
  findOverride,
  findOverrides,
  insertOverride,
  markOverrideRevoked,
  type NewOverride,
  type OverrideRow,
} from './override-repository.ts'
import { readDatabaseTime } from './repository.ts'
import { FEATURES, type Feature, LIMIT_KEYS, type LimitKey } from './schema.ts'

/** What an override may be about: a limit, a feature, or the credits of a month. */
export const OVERRIDE_KEYS = [...LIMIT_KEYS, ...FEATURES, 'credits'] as const
export type OverrideKey = LimitKey | Feature | 'credits'

/**
 * set puts the value in the place of the plan's (null = no limit; true, false switch a feature), add puts it on top, deny
 * takes the thing away.
 */
export interface AddOverride {
  readonly workspaceId: string
  readonly key: OverrideKey
  readonly op: OverrideRow['op']
  readonly value: number | boolean | null
  /** Why; read by staff alone. */
  readonly reason: string
  readonly grantedBy: string
  /** From now on if left out. */
  readonly startsAt?: Date
  /** Exclusive; null = until it is revoked. */
  readonly expiresAt: Date | null
  /** The same key lays one override; both calls are answered with it. */
  readonly idempotencyKey?: string
}

const MAX_VALUE = 1_000_000_000_000
const MAX_REASON = 500

/**
 * Lays an override over the plan of a workspace; from the moment it begins it is in every check and in `/me`. Extra credits
 * of a month come with it; credits for once are `grantCredits`.
 *
 * @throws AppError invalid, not_found, idempotency_key_reused
 */
export async function addOverride(tx: Tx, input: AddOverride): Promise<AccountChange & { id: string }> {
  const now = await readDatabaseTime(tx)
  assertOverride(input, now)
  let id = ''
  const change = await changeAccount(tx, input.workspaceId, async () => {
    const { key, op, workspaceId, grantedBy, expiresAt } = input
    const [value, reason] = [op === 'deny' ? null : input.value, input.reason.trim()]
    const startsAt = input.startsAt ?? now
    const override = { key, op, workspaceId, grantedBy, expiresAt, value, reason, startsAt }
    id = await insertOnce(tx, override, input.idempotencyKey)
  })
  return { ...change, id }
}

async function insertOnce(
  tx: Tx,
  override: NewOverride,
  idempotencyKey: string | undefined,
): Promise<string> {
  const { workspaceId, key, op, value } = override
  const id = idempotencyKey === undefined ? createId() : toId(`${workspaceId} ${idempotencyKey}`)
  if (await insertOverride(tx, id, override)) return id
  const laid = await findOverride(tx, workspaceId, id)
  if (laid?.key === key && laid.op === op && laid.value === value) return id
  throw new AppError(
    'idempotency_key_reused',
    'This Idempotency-Key has laid another override. Use a new key.',
  )
}

/** An id that follows from `name` (RFC 9562, version 8). */
function toId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}

/**
 * Ends an override now. Credits that it gave for this month stay until the month ends.
 *
 * @throws AppError not_found (unknown, or revoked before).
 */
export function revokeOverride(tx: Tx, workspaceId: string, id: string): Promise<AccountChange> {
  return changeAccount(tx, workspaceId, async () => {
    const at = await readDatabaseTime(tx)
    if (!(await markOverrideRevoked(tx, { workspaceId, id, at }))) {
      throw new AppError('not_found', 'There is no such override, or it was revoked before.')
    }
  })
}

export interface Override {
  readonly id: string
  readonly key: string
  readonly op: OverrideRow['op']
  readonly value: unknown
  readonly reason: string
  readonly grantedBy: string | null
  readonly startsAt: Date
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
  readonly state: 'planned' | 'active' | 'ended' | 'revoked'
}

/** All overrides of a workspace, the newest first, at most 200. */
export async function listOverrides(tx: Tx, workspaceId: string): Promise<Override[]> {
  const now = await readDatabaseTime(tx)
  const rows = await findOverrides(tx, workspaceId)
  return rows.map(({ workspaceId: _, ...row }) => ({ ...row, state: stateOf(row, now) }))
}

function stateOf(
  { startsAt, expiresAt, revokedAt }: { startsAt: Date; expiresAt: Date | null; revokedAt: Date | null },
  now: Date,
): Override['state'] {
  if (revokedAt) return 'revoked'
  if (expiresAt && expiresAt <= now) return 'ended'
  return startsAt > now ? 'planned' : 'active'
}

function assertOverride({ key, op, value, reason, startsAt, expiresAt }: AddOverride, now: Date): void {
  const from = startsAt ?? now
  if (!OVERRIDE_KEYS.includes(key)) throw invalid('/key', 'There is no such limit or feature.')
  const wrong = op === 'deny' ? null : findWrongValue(key, op, value)
  if (wrong) throw invalid('/value', wrong)
  if (reason.trim() === '' || reason.length > MAX_REASON) {
    throw invalid('/reason', `Say why, in at most ${MAX_REASON} characters.`)
  }
  if (expiresAt && (expiresAt <= now || expiresAt <= from)) {
    throw invalid('/expiresAt', 'The end has to lie in the future, and after the beginning.')
  }
}

function findWrongValue(key: OverrideKey, op: 'set' | 'add', value: AddOverride['value']): string | null {
  if (FEATURES.some((feature) => feature === key)) {
    return op === 'set' && typeof value === 'boolean' ? null : 'A feature is set to true or false, or denied.'
  }
  if (value === null && op === 'set' && key !== 'credits') return null
  if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) > MAX_VALUE)
    return 'Tell a number.'
  if (op === 'set' && value < 0) return 'A limit is at least 0.'
  if (op === 'add' && value === 0) return 'Adding nothing changes nothing.'
  if (key === 'credits') return hasThreeDecimals(value) ? null : 'Credits have at most three decimals.'
  return Number.isInteger(value) ? null : 'Tell a whole number.'
}

/** Whether a number of credits is a whole number of milli-credits. */
export function hasThreeDecimals(credits: number): boolean {
  return Number(credits.toFixed(3)) === credits
}
