// A process of its own that reserves: `race <count>` tries so many at once and prints what came out, `hang` reserves,
// journals, prints the reservation's id and waits to be killed.
import { journal, reserve } from '#lib/billing/index.ts'
import { closeDatabase } from '#lib/platform/db/index.ts'
import { isAppError } from '#lib/platform/errors.ts'
import { createId } from '#lib/platform/id.ts'
import { meterSpec } from './billing.ts'

const [mode, workspaceId = '', count = '1'] = process.argv.slice(2)
const ctx = { workspaceId, userId: null, role: 'owner', surface: 'job', requestId: createId() } as const

async function race(): Promise<void> {
  const outcomes = await Promise.all(
    Array.from({ length: Number(count) }, () =>
      reserve(ctx, meterSpec()).then(
        ({ kind }) => kind,
        (error: unknown) => (isAppError(error) ? error.code : 'error'),
      ),
    ),
  )
  process.stdout.write(`${JSON.stringify(outcomes)}\n`)
  await closeDatabase()
}

async function hang(): Promise<void> {
  const reserved = await reserve(ctx, meterSpec({ ttlMs: 1 }))
  if (reserved.kind !== 'held') throw new Error('unexpected replay')
  const usage = { inputTokens: 800, outputTokens: 40, source: 'provider', costMicroUsd: 77 } as const
  await journal({ workspaceId, reservationId: reserved.id }, 1, [{ ref: 'answer', model: 'test', usage }])
  process.stdout.write(`${reserved.id}\n`)
  setInterval(() => undefined, 60_000)
}

await (mode === 'race' ? race() : hang())
