import { withPlatform } from '#lib/platform/db/index.ts'
import { log } from '#lib/platform/log.ts'
import { writeDevMail } from './mailbox.ts'
import { mailPayloadSchema } from './schema.ts'

const BATCH = 20
const MAX_ATTEMPTS = 8
const RETRY_BASE_SECONDS = 15
/** What is left of a mail that nobody will send again: its words hold a live link. */
const BLANK = {}

/**
 * Sends one mail, unless that was done already. Sending twice is possible only when a process dies between sending and
 * noting it; the development mailbox writes the same file again.
 */
export async function deliverMail(outboxId: string): Promise<void> {
  const row = await withPlatform('deliverMail', (tx) => tx.outbox.findUnique({ where: { id: outboxId } }))
  if (row?.kind !== 'mail' || row.status !== 'pending') return
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
        sentAt: new Date(),
        attempts: { increment: 1 },
        lastError: null,
        payload: BLANK,
      },
    }),
  )
}

/** Sends what is due and has no job any more: failed earlier, or its worker died. */
export async function deliverDueMail(): Promise<void> {
  const due = await withPlatform('deliverMail', (tx) =>
    tx.outbox.findMany({
      where: { kind: 'mail', status: 'pending', nextAttemptAt: { lte: new Date() } },
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
        nextAttemptAt: new Date(Date.now() + delayMs),
        lastError: error instanceof Error ? error.name : 'unknown',
      },
    }),
  )
}
