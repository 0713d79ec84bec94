// A process of its own that spends, on the workspace named first:
//   race <count>           reserves so many times at once and prints what came out
//   same <count> <key>     as race, all under one idempotency key
//   settle <count>         reserves and settles so many at once, and prints how many were charged
//   close <count> <id>     settles and releases one reservation in turns, and prints how often it took effect
//   period 1 <zone>        lives in a time zone, reserves once and prints the months' credits that there are then
//   hang                   reserves, journals, prints the reservation's id and waits to be killed
import { journal, release, reserve } from '#lib/billing/index.ts'
import { closeDatabase, withTenant } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { startQueue, stopQueue } from '#lib/platform/queue/index.ts'
import { countOutcomes, hold, meterSpec, modelCost, patiently, settleNow } from './billing.ts'

const [mode = '', workspaceId = '', count = '1', id = ''] = process.argv.slice(2)
// A connection for every second one of a hundred; set before the first one is opened.
process.env.DATABASE_POOL_MAX = '50'

const ctx = { workspaceId, userId: null, role: 'owner', surface: 'job', requestId: createId() } as const

function times<T>(work: (i: number) => Promise<T>): Promise<T>[] {
  return Array.from({ length: Number(count) }, (_, i) => work(i))
}

const MODES: Record<string, () => Promise<unknown>> = {
  race: () => countOutcomes(Number(count), () => reserve(ctx, meterSpec())),
  same: () => countOutcomes(Number(count), () => reserve(ctx, meterSpec({ idempotencyKey: id }))),
  settle: async () => {
    const ends = await Promise.all(times(async () => settleNow(await hold(ctx), 500, [modelCost()])))
    return ends.filter(({ outcome }) => outcome === 'charged').length
  },
  close: async () => {
    const key = { workspaceId, reservationId: id }
    const ends = await Promise.all(
      times(async (i) =>
        i % 2 ? patiently(() => release(key, 'test')) : (await settleNow(key, 700)).outcome === 'charged',
      ),
    )
    return ends.filter(Boolean).length
  },
  period: async () => {
    process.env.TZ = id
    await hold(ctx)
    return withTenant(ctx, (tx) =>
      tx.quotaGrant.findMany({
        where: { workspaceId },
        select: { sourceRef: true, startsAt: true, expiresAt: true },
        orderBy: { startsAt: 'asc' },
      }),
    )
  },
  hang: async () => {
    const key = await hold(ctx, { ttlMs: 1 })
    await journal(key, 1, [modelCost()])
    process.stdout.write(`${key.reservationId}\n`)
    setInterval(() => undefined, 60_000)
    return new Promise(() => undefined)
  },
}

// Spending may cross a step of a limit, which puts a job into the queue.
await startQueue('web')
const result = await MODES[mode]?.()
process.stdout.write(`${JSON.stringify(result)}\n`)
await stopQueue()
await closeDatabase()
