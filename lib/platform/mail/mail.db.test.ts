import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { withPlatform } from '#lib/platform/db/index.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { deliverDueMail, deliverMail, listDevMails, type QueueMail, queueMail } from './index.ts'

function mail(to: string, dedupeKey = `test:${randomUUID()}`): QueueMail {
  return { to, subject: 'Verify', text: 'Open https://x.test/', html: '<p>Open</p>', dedupeKey }
}
const queue = (one: QueueMail) => withPlatform('queueMail', (tx) => queueMail(tx, one))

async function outboxOf(to: string) {
  return ownerQuery<{ id: string; status: string; attempts: number }>(
    "SELECT id, status, attempts FROM outbox WHERE payload->>'to' = $1",
    [to],
  )
}

describe('the outbox', () => {
  it('delivers a queued mail into the development mailbox and notes it', async () => {
    const to = `${randomUUID()}@example.org`
    await queue(mail(to))
    const [row] = await outboxOf(to)
    await deliverMail(row?.id ?? '')
    expect(await listDevMails({ to })).toMatchObject([{ to, subject: 'Verify' }])
    expect(await outboxOf(to)).toMatchObject([{ status: 'sent', attempts: 1 }])
  })

  it('delivers once, also when asked twice', async () => {
    const to = `${randomUUID()}@example.org`
    await queue(mail(to))
    const [row] = await outboxOf(to)
    await Promise.all([deliverMail(row?.id ?? ''), deliverMail(row?.id ?? '')])
    expect(await listDevMails({ to })).toHaveLength(1)
  })

  it('takes one mail per key, with one job', async () => {
    const to = `${randomUUID()}@example.org`
    const once = mail(to)
    await queue(once)
    await queue(once)
    const rows = await outboxOf(to)
    expect(rows).toHaveLength(1)
    expect(await ownerQuery('SELECT 1 FROM pgboss.job WHERE singleton_key = $1', [rows[0]?.id])).toHaveLength(
      1,
    )
  })

  it('catches up on mails whose job is gone', async () => {
    const to = `${randomUUID()}@example.org`
    await queue(mail(to))
    await ownerQuery('DELETE FROM pgboss.job')
    await deliverDueMail()
    expect(await outboxOf(to)).toMatchObject([{ status: 'sent' }])
  })

  it('refuses an address that is none', async () => {
    await expect(queue(mail('nobody'))).rejects.toThrow()
  })
})
