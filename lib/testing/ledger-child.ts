// A process that does random things to the books of several workspaces until it is killed, or kills itself: between two
// operations, in the middle of a transaction, or after its commit and before anybody hears of it. One line for each
// operation that has come back: its name, the workspace and what it charged less what it gave back, in mc.
import * as z from 'zod'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import {
  changePlan,
  insertGrant,
  journal,
  refund,
  releaseIn,
  reserveIn,
  revokeFromGrant,
  settle,
  sweepExpired,
} from '#lib/billing/index.ts'
import { closeDatabase, type Tx, withPlatform, withTenant } from '#lib/platform/db/index.ts'
import { isAppError } from '#lib/platform/errors.ts'
import { createId } from '#lib/platform/id.ts'
import { startQueue, stopQueue } from '#lib/platform/queue/index.ts'
import { meterSpec, modelCost } from './billing.ts'
import { createRandom } from './random.ts'

const { seed, workspaceIds, count } = z
  .object({ seed: z.number(), workspaceIds: z.array(z.string()), count: z.number() })
  .parse(JSON.parse(process.argv[2] ?? ''))

/** At once, over as many connections. */
const LANES = 3
const CRASH_CHANCE = 1 / 500
const EXPECTED = new Set(['quota_exceeded', 'unavailable', 'idempotency_key_reused'])

const random = createRandom(seed)

interface Known {
  workspaceId: string
  reservationId: string
  heldMc: number
  idempotencyKey: string
}

const known: Known[] = []

async function meetOthers(): Promise<void> {
  for (const workspaceId of workspaceIds) {
    const rows = await withTenant({ workspaceId, userId: null }, (tx) =>
      tx.quotaReservation.findMany({ where: { workspaceId }, orderBy: { id: 'desc' }, take: 15 }),
    )
    for (const { id, heldMc, idemKey } of rows)
      known.push({ workspaceId, reservationId: id, heldMc: Number(heldMc), idempotencyKey: idemKey })
  }
}

function contextOf(workspaceId: string): WorkspaceContext {
  const surface = random.pick(['web', 'api', 'job'] as const) ?? 'web'
  return {
    workspaceId,
    userId: random.pick([null, workspaceId]) ?? null,
    role: 'owner',
    surface,
    requestId: 'test',
  }
}

/** One transaction, which may be cut off before its commit or before its answer. */
async function inTransaction<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const cut = random.next() < CRASH_CHANCE ? random.pick(['inside', 'after'] as const) : null
  const result = await withTenant({ workspaceId, userId: null }, async (tx) => {
    const done = await work(tx)
    if (cut === 'inside') await die()
    return done
  })
  if (cut === 'after') await die()
  return result
}

function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL')
  return new Promise(() => undefined)
}

const costs = () =>
  Array.from({ length: random.integer(0, 2) }, (_, i) => modelCost(`call-${i}`, random.integer(0, 500)))

const OPERATIONS: Record<string, (workspaceId: string) => Promise<number>> = {
  reserve: async (workspaceId) => {
    const again = random.next() < 0.1 ? pickOf(workspaceId) : undefined
    const amountMc = random.next() < 0.1 ? 0 : random.integer(1, 2_500)
    const spec = meterSpec({ amountMc, idempotencyKey: again?.idempotencyKey ?? createId() })
    const reserved = await inTransaction(workspaceId, async (tx) => {
      const quoteId = random.next() < 0.2 ? await insertQuote(tx, workspaceId, amountMc) : undefined
      return reserveIn(tx, contextOf(workspaceId), { ...spec, ...(quoteId ? { quoteId } : {}) })
    })
    const { idempotencyKey } = spec
    if (reserved.kind === 'held')
      known.push({ workspaceId, reservationId: reserved.id, heldMc: amountMc, idempotencyKey })
    return 0
  },
  journal: async (workspaceId) => {
    const key = pickOf(workspaceId)
    if (key) await journal(key, random.pick([1, 60_000]) ?? 1, costs())
    return 0
  },
  settle: async (workspaceId) => {
    const key = pickOf(workspaceId)
    if (!key) return 0
    const mc = random.integer(0, Math.ceil(key.heldMc * 1.2))
    const { outcome, chargedMc } = await inTransaction(workspaceId, (tx) =>
      settle(tx, key, { mc, costs: costs() }),
    )
    return outcome === 'charged' ? chargedMc : 0
  },
  release: async (workspaceId) => {
    const key = pickOf(workspaceId)
    if (key)
      await inTransaction(workspaceId, (tx) => releaseIn(tx, key, 'test', random.pick([undefined, costs()])))
    return 0
  },
  refund: async (workspaceId) => {
    const key = pickOf(workspaceId)
    if (!key) return 0
    const part = { refId: `page-${random.integer(0, 3)}`, mc: random.integer(1, 900) }
    const { refundedMc } = await inTransaction(workspaceId, async (tx) => {
      const row = await tx.quotaReservation.findUnique({
        where: { workspaceId_id: { workspaceId, id: key.reservationId } },
      })
      return row?.state === 'held' ? { refundedMc: 0 } : refund(tx, key, part)
    })
    return -refundedMc
  },
  sweep: async () => {
    await sweepExpired(20)
    return 0
  },
  grant: async (workspaceId) => {
    const endsInMs = random.pick([null, 500, 3_000, 60_000]) ?? null
    const expiresAt = endsInMs === null ? null : new Date(Date.now() + endsInMs)
    const source = random.pick(['admin', 'topup'] as const) ?? 'admin'
    const limitMc = random.integer(1, 9_000)
    await inTransaction(workspaceId, (tx) =>
      insertGrant(tx, { workspaceId, source, sourceRef: createId(), limitMc, expiresAt }),
    )
    return 0
  },
  revoke: async (workspaceId) => {
    await inTransaction(workspaceId, async (tx) => {
      const grant = random.pick(
        await tx.quotaGrant.findMany({
          where: { workspaceId },
          select: { id: true },
          orderBy: { id: 'desc' },
          take: 5,
        }),
      )
      const part = random.next() < 0.8 ? { mc: random.integer(1, 3_000) } : {}
      return grant ? revokeFromGrant(tx, { workspaceId, grantId: grant.id, ...part }) : 0
    })
    return 0
  },
  plan: async (workspaceId) => {
    const planKey = random.pick(['free', 'pro', 'team'] as const) ?? 'free'
    await withPlatform('staffChange', (tx) => changePlan(tx, workspaceId, { planKey }))
    return 0
  },
}

/** How often which: mostly spending, as in life. */
const DECK = Object.entries({
  reserve: 32,
  journal: 8,
  settle: 24,
  release: 8,
  refund: 10,
  sweep: 4,
  grant: 5,
  revoke: 6,
  plan: 3,
}).flatMap(([name, times]) => Array<string>(times).fill(name))

function pickOf(workspaceId: string): Known | undefined {
  return random.pick(known.filter((key) => key.workspaceId === workspaceId).slice(-40))
}

async function insertQuote(tx: Tx, workspaceId: string, amountMc: number): Promise<string> {
  const id = createId()
  await tx.quote.create({
    data: {
      workspaceId,
      id,
      action: 'reindex',
      request: {},
      requestHash: 'hash',
      amountMc: amountMc + random.integer(0, 50),
      breakdown: [],
      expiresAt: new Date(Date.now() + 60_000),
    },
  })
  return id
}

let left = count
async function work(): Promise<void> {
  while (left > 0) {
    left -= 1
    const name = random.pick(DECK) ?? 'reserve'
    const workspaceId = random.pick(workspaceIds) ?? ''
    const mc = await OPERATIONS[name]?.(workspaceId).catch((error: unknown) => {
      if (isAppError(error) && EXPECTED.has(error.code)) return 0
      throw new Error(`${name} failed`, { cause: error })
    })
    process.stdout.write(`${name} ${workspaceId} ${mc}\n`)
    if (random.next() < CRASH_CHANCE / 3) await die()
  }
}

// Spending may cross a step of a limit, which puts a job into the queue.
await startQueue('web')
await meetOthers()
await Promise.all(Array.from({ length: LANES }, work))
await stopQueue()
await closeDatabase()
