import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { withPlatform } from '#lib/platform/db/index.ts'
import { env } from '#lib/platform/env.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { deliverDueMail, deliverMail, listDevMails, type QueueMail, queueMail } from './index.ts'

function mail(to: string, dedupeKey = `test:${randomUUID()}`): QueueMail {
  return { to, subject: 'Verify', text: 'Open https://x.test/', html: '<p>Open</p>', dedupeKey }
}
const queue = (one: QueueMail) => withPlatform('signUp', (tx) => queueMail(tx, one))

async function outboxOf({ dedupeKey }: QueueMail) {
  return ownerQuery<{ id: string; status: string; attempts: number; payload: object }>(
    'SELECT id, status, attempts, payload FROM outbox WHERE dedupe_key = $1',
    [dedupeKey],
  )
}

describe('the outbox', () => {
  it('delivers a queued mail into the development mailbox and notes it', async () => {
    const to = `${randomUUID()}@example.org`
    const queued = mail(to)
    await queue(queued)
    const [row] = await outboxOf(queued)
    await deliverMail(row?.id ?? '')
    expect(await listDevMails({ to })).toMatchObject([{ to, subject: 'Verify' }])
    // The words go: they hold a link that works.
    expect(await outboxOf(queued)).toMatchObject([{ status: 'sent', attempts: 1 }])
    expect((await outboxOf(queued))[0]?.payload).toEqual({})
  })

  it('delivers once, also when asked twice', async () => {
    const to = `${randomUUID()}@example.org`
    const queued = mail(to)
    await queue(queued)
    const [row] = await outboxOf(queued)
    await Promise.all([deliverMail(row?.id ?? ''), deliverMail(row?.id ?? '')])
    expect(await listDevMails({ to })).toHaveLength(1)
  })

  it('takes one mail per key, with one job', async () => {
    const to = `${randomUUID()}@example.org`
    const once = mail(to)
    await queue(once)
    await queue(once)
    const rows = await outboxOf(once)
    expect(rows).toHaveLength(1)
    expect(await ownerQuery('SELECT 1 FROM pgboss.job WHERE singleton_key = $1', [rows[0]?.id])).toHaveLength(
      1,
    )
  })

  it('catches up on mails whose job is gone', async () => {
    const to = `${randomUUID()}@example.org`
    const queued = mail(to)
    await queue(queued)
    await ownerQuery('DELETE FROM pgboss.job')
    await deliverDueMail()
    expect(await outboxOf(queued)).toMatchObject([{ status: 'sent' }])
  })

  it('keeps the words of a mail while it may still be sent, and not after the last try', async () => {
    const queued = mail(`${randomUUID()}@example.org`)
    await queue(queued)
    const [row] = await outboxOf(queued)
    const folder = path.join(env().dataDir, 'mail')
    await rm(folder, { recursive: true, force: true })
    // A file where the folder should be: no mail can be written.
    await writeFile(folder, '')
    try {
      await deliverMail(row?.id ?? '')
      expect(await outboxOf(queued)).toMatchObject([{ status: 'pending', payload: { to: queued.to } }])
      await ownerQuery('UPDATE outbox SET attempts = 7, next_attempt_at = now() WHERE id = $1', [row?.id])
      await deliverMail(row?.id ?? '')
      expect((await outboxOf(queued)).map(({ status, payload }) => [status, payload])).toEqual([['dead', {}]])
    } finally {
      await rm(folder)
    }
  })

  it('refuses an address that is none', async () => {
    await expect(queue(mail('nobody'))).rejects.toThrow()
  })
})
