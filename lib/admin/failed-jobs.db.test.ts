import { beforeEach, describe, expect, it } from 'vitest'
import type { UserContext } from '#lib/auth/context.ts'
import { createId } from '#lib/platform/id.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { insertDocument } from '#lib/testing/factories/rows.ts'
import { createWorkspace } from '#lib/testing/factories.ts'
import { insertReadyDocument, orderReindex } from '#lib/testing/reindex.ts'
import { createStaff } from '#lib/testing/staff.ts'
import { listAudit, listStaffJobs, retryStaffJob } from './index.ts'

let staff: UserContext

beforeEach(async () => {
  staff = await createStaff()
  await ownerQuery('DELETE FROM pgboss.job')
})

/** A job as pg-boss leaves it that has used up its tries. */
async function insertFailedJob(name: string, data: object, output: object, agoSeconds = 0): Promise<string> {
  const id = createId()
  await ownerQuery(
    `INSERT INTO pgboss.job (id, name, data, state, retry_limit, retry_count, output, started_on, completed_on)
     VALUES ($1, $2, $3, 'failed', 3, 3, $4, now(), now() - make_interval(secs => $5))`,
    [id, name, data, output, agoSeconds],
  )
  return id
}

const stateOf = async (id: string) =>
  (await ownerQuery<{ state: string }>('SELECT state::text FROM pgboss.job WHERE id = $1', [id]))[0]?.state

/** Jobs for a version that a worker will take. */
const waitingFor = async (versionId: string) =>
  (
    await ownerQuery(`SELECT 1 FROM pgboss.job WHERE state = 'created' AND data->>'versionId' = $1`, [
      versionId,
    ])
  ).length

describe('failed jobs', () => {
  it('are listed with ids and the class of the error, and nothing else of either', async () => {
    const outboxId = createId()
    const secret = 'Salary of Ada.pdf'
    const id = await insertFailedJob(
      'mail',
      { outboxId, note: secret, otherId: secret },
      { name: 'ParseFailure', message: secret, stack: secret },
    )
    const { items } = await listStaffJobs(staff, {})
    expect(items).toEqual([
      expect.objectContaining({ id, name: 'mail', ids: { outboxId }, errorClass: 'ParseFailure', tries: 4 }),
    ])
    expect(JSON.stringify(items)).not.toContain(secret)
  })

  it('name a job that was killed, and hide a class that is none', async () => {
    await insertFailedJob('mail', {}, { value: { message: 'job heartbeat timeout' } }, 1)
    await insertFailedJob('mail', {}, { name: 'Salary of Ada.pdf' })
    const { items } = await listStaffJobs(staff, {})
    expect(items.map(({ errorClass }) => errorClass)).toEqual(['Error', 'TimedOut'])
  })

  it('come page by page, each once, the last to fail first', async () => {
    const ids = []
    for (let at = 0; at < 60; at++) ids.push(await insertFailedJob('mail', {}, {}, Math.floor(at / 3)))
    const first = await listStaffJobs(staff, {})
    const second = await listStaffJobs(staff, { cursor: first.nextCursor ?? undefined })
    const seen = [...first.items, ...second.items].map(({ id }) => id)
    expect([seen.length, second.nextCursor]).toEqual([60, null])
    expect([...seen].sort()).toEqual([...ids].sort())
  })

  it('get one more try, once, which is written down', async () => {
    const id = await insertFailedJob('mail', { outboxId: createId() }, { name: 'Error' })
    const results = await Promise.allSettled(
      [1, 2, 3].map(() => retryStaffJob(staff, id, 'the disk was full')),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await stateOf(id)).toBe('retry')
    expect((await listStaffJobs(staff, {})).items).toEqual([])
    const entries = (await listAudit(staff, {})).items.filter(({ subject }) => subject === id)
    expect(entries).toEqual([
      expect.objectContaining({
        action: 'staff.job_retried',
        reason: 'the disk was full',
        actorEmail: staff.email,
      }),
    ])
  })

  it('of a document put its version back into the line', async () => {
    const ctx = await createWorkspace()
    const { versionId } = await insertDocument(ctx, { status: 'failed' })
    const id = await insertFailedJob('ingest', { workspaceId: ctx.workspaceId, versionId }, { name: 'Error' })
    await retryStaffJob(staff, id, 'the disk was full')
    const [version] = await ownerQuery<{ status: string }>(
      'SELECT status FROM document_version WHERE id = $1',
      [versionId],
    )
    expect([version?.status, await stateOf(id)]).toEqual(['queued', 'cancelled'])
    expect(await waitingFor(versionId)).toBe(1)
    const [entry] = (await listAudit(staff, { workspaceId: ctx.workspaceId })).items
    expect(entry?.after).toMatchObject({ versionId, state: 'replaced' })
    expect((await listStaffJobs(staff, {})).items).toEqual([])
  })

  it('of a document that waits or is being read are refused: it has its job', async () => {
    const ctx = await createWorkspace()
    for (const status of ['queued', 'processing'] as const) {
      const { versionId } = await insertDocument(ctx, { status })
      const id = await insertFailedJob('ingest', { workspaceId: ctx.workspaceId, versionId }, {})
      await expect(retryStaffJob(staff, id, 'try it')).rejects.toMatchObject({ code: 'conflict' })
      expect([await stateOf(id), await waitingFor(versionId)]).toEqual(['failed', 0])
    }
  })

  it('of one document make one new job, whoever asks and how often', async () => {
    const ctx = await createWorkspace()
    const { versionId } = await insertDocument(ctx, { status: 'failed' })
    const payload = { workspaceId: ctx.workspaceId, versionId }
    const jobs = [await insertFailedJob('ingest', payload, {}), await insertFailedJob('ingest', payload, {})]
    await Promise.allSettled([...jobs, ...jobs].map((id) => retryStaffJob(staff, id, 'try it')))
    expect(await waitingFor(versionId)).toBe(1)
  })

  it('of a re-index are not listed, and not tried again without their price', async () => {
    const { ctx, document } = await insertReadyDocument('wind')
    await orderReindex(ctx, document, 'small')
    await ownerQuery(
      `UPDATE pgboss.job SET state = 'failed', completed_on = now() WHERE name = 'ingest' AND data ? 'noRetry'`,
    )
    const [job] = await ownerQuery<{ id: string; data: object }>(
      `SELECT id, data FROM pgboss.job WHERE state = 'failed'`,
    )
    expect((await listStaffJobs(staff, {})).items).toEqual([])
    const unmarked = await insertFailedJob('ingest', { ...job?.data, noRetry: undefined }, {})
    for (const id of [job?.id ?? '', unmarked]) {
      const retry = retryStaffJob(staff, id, 'again please')
      await expect(retry).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('price'),
      })
    }
  })

  it('of a document that is gone or ready are refused, and stay', async () => {
    const ctx = await createWorkspace()
    const { versionId } = await insertDocument(ctx, { status: 'ready' })
    for (const version of [versionId, createId()]) {
      const id = await insertFailedJob('ingest', { workspaceId: ctx.workspaceId, versionId: version }, {})
      await expect(retryStaffJob(staff, id, 'try it')).rejects.toMatchObject({ code: 'conflict' })
      expect(await stateOf(id)).toBe('failed')
    }
  })

  it('are for staff alone', async () => {
    const stranger = { ...staff, isStaff: false }
    await expect(listStaffJobs(stranger, {})).rejects.toMatchObject({ code: 'forbidden' })
    await expect(retryStaffJob(stranger, createId(), 'mine')).rejects.toMatchObject({ code: 'forbidden' })
  })
})
