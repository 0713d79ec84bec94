import { systemClock } from '#lib/platform/clock.ts'
import { withPlatform } from '#lib/platform/db/index.ts'
import { log } from '#lib/platform/log.ts'
import { writeDevMail } from './mailbox.ts'
import { mailPayloadSchema } from './schema.ts'

const BATCH = 20
const MAX_ATTEMPTS = 8
const RETRY_BASE_SECONDS = 15
/** What is left of a mail that nobody will send again: its words hold a live link. */
const BLANK = {}

/** Whoever has claimed a mail sends it; a claim of a process that died lapses. */
const CLAIM_MS = 60_000

/**
 * Sends one mail, unless that was done already or somebody else is at it. Sending twice is possible only when a process dies between sending and
 * noting it; the development mailbox writes the same file again.
 */
export async function deliverMail(outboxId: string): Promise<void> {
  const row = await claim(outboxId)
  if (!row) return
  try {
    await writeDevMail({ id: row.id, createdAt: row.createdAt, ...mailPayloadSchema.parse(row.payload) })
  } catch (error) {
    await noteFailure(row.id, row.attempts + 1, error)
    return
  }
  await withPlatform('deliverMail', (tx) =>
    tx.outbox.update({
      where: { id: row.id },
      data: {
        status: 'sent',
        sentAt: systemClock.now(),
        attempts: { increment: 1 },
        lastError: null,
        payload: BLANK,
      },
    }),
  )
}

/** The job and the sweep may come at once: only one of them gets the row. */
function claim(id: string) {
  return withPlatform('deliverMail', async (tx) => {
    const now = systemClock.now()
    const { count } = await tx.outbox.updateMany({
      where: { id, kind: 'mail', status: 'pending', nextAttemptAt: { lte: now } },
      data: { nextAttemptAt: new Date(now.getTime() + CLAIM_MS) },
    })
    return count === 1 ? tx.outbox.findUnique({ where: { id } }) : null
  })
}

/** Sends what is due and has no job any more: failed earlier, or its worker died. */
export async function deliverDueMail(): Promise<void> {
  const due = await withPlatform('deliverMail', (tx) =>
    tx.outbox.findMany({
      where: { kind: 'mail', status: 'pending', nextAttemptAt: { lte: systemClock.now() } },
      orderBy: [{ nextAttemptAt: 'asc' }, { id: 'asc' }],
      take: BATCH,
      select: { id: true },
    }),
  )
  for (const { id } of due) await deliverMail(id)
}

async function noteFailure(id: string, attempts: number, error: unknown): Promise<void> {
  const isDead = attempts >= MAX_ATTEMPTS
  log.error({ err: error, outboxId: id, attempts, isDead }, 'a mail could not be delivered')
  const delayMs = RETRY_BASE_SECONDS * 1000 * 2 ** (attempts - 1)
  await withPlatform('deliverMail', (tx) =>
    tx.outbox.updateMany({
      // Somebody else may have sent it in the meantime.
      where: { id, status: 'pending' },
      data: {
        status: isDead ? 'dead' : 'pending',
        ...(isDead && { payload: BLANK }),
        attempts,
        nextAttemptAt: new Date(systemClock.now().getTime() + delayMs),
        lastError: error instanceof Error ? error.name : 'unknown',
      },
    }),
  )
}
