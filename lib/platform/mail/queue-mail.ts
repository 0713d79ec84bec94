import type { Tx } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { enqueue } from '#lib/platform/queue/index.ts'
import { deliverMailJob } from './jobs.ts'
import { type MailPayload, mailPayloadSchema } from './schema.ts'

export interface QueueMail extends MailPayload {
  /** One mail per key, ever; e.g. `verify:${tokenId}`. */
  readonly dedupeKey: string
}

/**
 * Puts a mail into the outbox, in the transaction that causes it; the worker sends it after the commit. Needs the
 * platform door, since the outbox belongs to no workspace.
 */
export async function queueMail(tx: Tx, { dedupeKey, ...mail }: QueueMail): Promise<void> {
  const payload = mailPayloadSchema.parse(mail)
  const id = createId()
  const { count } = await tx.outbox.createMany({
    data: [{ id, dedupeKey, kind: 'mail', payload }],
    skipDuplicates: true,
  })
  if (count === 1) await enqueue(tx, deliverMailJob, { outboxId: id }, { singletonKey: id })
}
