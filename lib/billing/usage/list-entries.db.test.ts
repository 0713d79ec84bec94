import { describe, expect, it } from 'vitest'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { getEntitlements, settle } from '#lib/billing/index.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import type { Place } from '#lib/platform/http/cursor.ts'
import { createId } from '#lib/platform/id.ts'
import { hold, insertAccount, insertGrant, modelCost, rebuildDaily, settleNow } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { createRandom, type Random } from '#lib/testing/random.ts'
import type { EntryFilter } from './entry.ts'
import { type ExplainedEntry, listEntries, toEffect } from './list-entries.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

function list(
  ctx: WorkspaceContext,
  filter: EntryFilter = {},
  page: Partial<{ before: Place; take: number }> = {},
) {
  return withTenant(ctx, (tx) =>
    listEntries(tx, ctx.workspaceId, filter, { before: page.before ?? null, take: page.take ?? 1_000 }),
  )
}

/** All pages of `take` entries, one behind the other. */
async function listByPages(ctx: WorkspaceContext, take: number, filter: EntryFilter = {}) {
  const all: ExplainedEntry[] = []
  for (;;) {
    const last = all.at(-1)
    const page = await list(ctx, filter, last ? { before: last, take } : { take })
    all.push(...page)
    if (page.length < take) return all
  }
}

async function leftAndHeld(ctx: WorkspaceContext): Promise<number> {
  const { usage } = await withTenant(ctx, (tx) => getEntitlements(tx, ctx.workspaceId))
  const { granted, used, purchased } = usage.credits
  return Math.round((granted - used + purchased) * 1_000)
}

describe('the list of a workspace', () => {
  it('shows an answer, a refusal, a stopped answer and the grant, with the balance after each', async () => {
    const ctx = await insertAccount()
    const other = await insertAccount()
    await settleNow(await hold(other), 1_000)
    await settleNow(await hold(ctx), 1_000, [modelCost()])
    const refused = await hold(ctx)
    await withTenant(ctx, (tx) => settle(tx, refused, { mc: 0, ending: 'refused' }))
    const stopped = await hold(ctx)
    await withTenant(ctx, (tx) => settle(tx, stopped, { mc: 96, costs: [modelCost()], ending: 'stopped' }))
    const rows = await list(ctx)
    expect(rows.map(({ explanation, mc, balanceMc }) => [explanation.title, mc, balanceMc])).toEqual([
      ['Answer, stopped', 96, 48_904],
      ['Not in the documents', 0, 49_000],
      ['Answer', 1_000, 49_000],
      ['Monthly grant, Free', 50_000, 50_000],
    ])
    expect(rows[0]?.explanation.text).toContain('(800 input + 4 × 40 output) / 10 = 96')
    expect(rows[0]?.balanceMc).toBe(await leftAndHeld(ctx))
  })

  it('shows the credits of a month that nobody has spent in yet', async () => {
    const anchorAt = new Date(Date.now() - 45 * DAY_MS)
    const ctx = await insertAccount({ anchorAt })
    await ownerQuery('UPDATE usage_entry SET at = $2 WHERE workspace_id = $1', [ctx.workspaceId, anchorAt])
    await rebuildDaily(ctx.workspaceId)
    const [pending, ended] = await list(ctx)
    expect(pending).toMatchObject({ kind: 'grant', mc: 50_000, balanceMc: 50_000 })
    expect(ended).toMatchObject({ kind: 'expire', mc: 50_000, balanceMc: 0 })
    expect(pending?.balanceMc).toBe(await leftAndHeld(ctx))
  })

  it('counts what is held as not spent yet', async () => {
    const ctx = await insertAccount()
    await insertGrant(ctx.workspaceId, { source: 'topup', limitMc: 2_000 })
    await hold(ctx)
    const [newest] = await list(ctx)
    expect(newest?.balanceMc).toBe(52_000)
  })

  it('keeps the balance of the workspace whatever is filtered', async () => {
    const ctx = await insertAccount()
    const somebody = { ...ctx, userId: createId() }
    await settleNow(await hold(ctx), 1_000)
    await settleNow(await hold(somebody), 700)
    await settleNow(await hold(ctx), 300)
    const all = new Map((await list(ctx)).map(({ id, balanceMc }) => [id, balanceMc]))
    for (const filter of [{ userId: somebody.userId }, { kind: 'charge' }, { action: 'answer' }] as const) {
      const rows = await list(ctx, filter)
      expect(rows.length).toBeGreaterThan(0)
      expect(rows.map(({ id, balanceMc }) => [id, balanceMc])).toEqual(
        rows.map(({ id }) => [id, all.get(id)]),
      )
    }
    const own = await list(ctx, { ownOf: somebody.userId })
    expect(own.map(({ kind, mc }) => [kind, mc])).toEqual([
      ['charge', 700],
      ['grant', 50_000],
    ])
  })
})

describe('a long history', () => {
  it.each([1, 2, 3])(
    'adds up row by row over ends of months, gifts, refunds and overage (seed %i)',
    async (seed) => {
      const ctx = await insertAccount()
      await insertHistory(ctx.workspaceId, createRandom(seed))
      await rebuildDaily(ctx.workspaceId)

      const all = await list(ctx)
      expect(all.length).toBeGreaterThan(150)
      const expected = await replay(ctx.workspaceId, all)
      expect(all.map(({ id, balanceMc }) => [id, balanceMc])).toEqual(expected)
      expect(all[0]?.balanceMc).toBe(await leftAndHeld(ctx))
      expect(all.reduce((mc, row) => mc + toEffect(row), 0)).toBe(all[0]?.balanceMc)
      expect(new Set(all.map(({ kind }) => kind))).toEqual(
        new Set(['grant', 'revoke', 'charge', 'refund', 'overage', 'free', 'expire']),
      )

      const key = (rows: readonly ExplainedEntry[]) => rows.map(({ id, balanceMc }) => [id, balanceMc])
      expect(key(await listByPages(ctx, 7))).toEqual(key(all))
      const charges = all.filter(({ kind }) => kind === 'charge')
      expect(key(await listByPages(ctx, 13, { kind: 'charge' }))).toEqual(key(charges))
      const middle = all[Math.floor(all.length / 2)]
      const until = middle?.at
      expect(key(await list(ctx, { until }))).toEqual(key(all.filter(({ at }) => until && at < until)))
    },
  )
})

/** Credits that end, and what was spent of them before and (held over the end) after; half a year of it. */
async function insertHistory(workspaceId: string, random: Random): Promise<void> {
  const from = Date.now() - 200 * DAY_MS
  for (let month = 0; month < 6; month++) {
    const starts = from + month * 30 * DAY_MS
    await insertCredits(workspaceId, random, { source: 'plan', starts, ends: starts + 30 * DAY_MS })
    if (random.next() < 0.6) {
      const at = starts + random.integer(1, 20) * DAY_MS
      const ends = random.next() < 0.5 ? at + random.integer(1, 40) * DAY_MS : null
      await insertCredits(workspaceId, random, { source: ends ? 'admin' : 'topup', starts: at, ends })
    }
  }
}

async function insertCredits(
  workspaceId: string,
  random: Random,
  { source, starts, ends }: { source: string; starts: number; ends: number | null },
): Promise<void> {
  const grantId = createId()
  const limit = 60_000
  let [used, revoked] = [0, 0]
  const write = async (kind: string, mc: number, at: number) => {
    await insertEntry(workspaceId, { kind, mc, at, grantId: kind === 'overage' ? null : grantId })
  }
  await ownerQuery(
    `INSERT INTO quota_grant (workspace_id, id, meter, source, source_ref, priority, limit_mc, starts_at, expires_at)
     VALUES ($1, $2, 'credits', $3, $4, 10, $5, $6, $7)`,
    [workspaceId, grantId, source, createId(), limit, new Date(starts), ends && new Date(ends)],
  )
  await write('grant', limit, starts)
  const last = Math.min(ends ?? Date.now(), Date.now() - HOUR_MS)
  const within = () => random.integer(starts + 1, last)
  for (let nth = random.integer(15, 25); nth > 0; nth--) {
    // Some at the same instant: their order is that of their ids.
    const at = random.next() < 0.2 ? starts + DAY_MS : within()
    const mc = random.integer(1, 1_500)
    await write('charge', mc, at)
    used += mc
    if (random.next() < 0.2) {
      const back = random.integer(1, mc)
      await write(
        'refund',
        back,
        random.next() < 0.3 && ends ? ends + HOUR_MS * random.integer(0, 9) : at + 1,
      )
      used -= back
    }
  }
  if (ends) {
    await write('charge', 700, ends + 1_000)
    used += 700
  }
  if (random.next() < 0.7) {
    revoked = random.integer(1, 5_000)
    await write('revoke', revoked, within())
  }
  await write('overage', random.integer(1, 900), within())
  await insertFree(workspaceId, within())
  await ownerQuery(
    'UPDATE quota_grant SET used_mc = $3, revoked_mc = $4 WHERE workspace_id = $1 AND id = $2',
    [...[workspaceId, grantId], ...[used, revoked]],
  )
}

async function insertEntry(
  workspaceId: string,
  { kind, mc, at, grantId }: { kind: string; mc: number; at: number; grantId: string | null },
): Promise<void> {
  await ownerQuery(
    `INSERT INTO usage_entry (workspace_id, id, kind, action, amount_mc, grant_id, at, surface)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'web')`,
    [workspaceId, createId(), kind, kind === 'grant' ? 'grant.plan' : 'answer', mc, grantId, new Date(at)],
  )
}

async function insertFree(workspaceId: string, at: number): Promise<void> {
  await ownerQuery(
    `INSERT INTO quota_reservation (workspace_id, id, idem_key, request_hash, meter, held_mc, settled_mc, state, surface,
                                    journal, expires_at, closed_at)
     VALUES ($1, $2, $3, 'hash', 'credits', 1000, 0, 'settled', 'web', '{"action":"answer","ending":"refused"}', $4, $4)`,
    [workspaceId, createId(), createId(), new Date(at)],
  )
}

/** The balance after each entry, from the grants one by one: what a person with a ruler would write beside them. */
async function replay(workspaceId: string, rows: readonly ExplainedEntry[]): Promise<[string, number][]> {
  const entries = await ownerQuery<{
    id: string
    at: Date
    kind: string
    mc: number
    grant: string
    ends: Date | null
  }>(
    `SELECT e.id, e.at, e.kind, e.amount_mc::int AS mc, g.id AS grant, g.expires_at AS ends
     FROM usage_entry e JOIN quota_grant g ON g.workspace_id = e.workspace_id AND g.id = e.grant_id
     WHERE e.workspace_id = $1`,
    [workspaceId],
  )
  const isUpTo = (a: Place, b: Place) => +a.at < +b.at || (+a.at === +b.at && a.id <= b.id)
  const signs: Record<string, number> = { grant: 1, revoke: -1, charge: -1, refund: 1 }
  return rows.map((row) => {
    let balance = 0
    for (const [grant, all] of Map.groupBy(entries, ({ grant }) => grant)) {
      const ends = all[0]?.ends
      const isOver = ends && isUpTo({ at: ends, id: grant }, row)
      balance += isOver
        ? // Held when it ended and charged later: counted until it is.
          all.reduce((mc, e) => (e.kind === 'charge' && e.at >= ends && !isUpTo(e, row) ? mc + e.mc : mc), 0)
        : all.reduce((mc, e) => (isUpTo(e, row) ? mc + (signs[e.kind] ?? 0) * e.mc : mc), 0)
    }
    return [row.id, balance]
  })
}
