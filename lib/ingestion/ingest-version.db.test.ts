import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { denialsWritten } from '#lib/billing/index.ts'
import { findVersion, getDocument, retryDocument, type VersionRow } from '#lib/documents/index.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { startQueue, stopQueue } from '#lib/platform/queue/index.ts'
import { insertAccount } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { addDocument, ingest, type TestFile } from '#lib/testing/documents.ts'
import { failVersion, toFailure } from './fail-version.ts'
import { PageWriter } from './page-writer.ts'
import { type ParsedPage, ParseFailure } from './parse/parsed-page.ts'

const file = (topic: string) => ({
  name: `${topic}.txt`,
  bytes: `Of the ${topic} much has been told. `.repeat(2_000),
  type: 'text/plain',
})
const page = {
  number: 1,
  text: 'A page of a worker that was taken for dead.',
  width: 0,
  height: 0,
  rotation: 0,
  runs: null,
  source: 'layer' as const,
  headings: [],
  garbled: false,
} satisfies ParsedPage

async function begun(topic: string) {
  const ctx = await insertAccount({ plan: 'pro' })
  const { id, versionId } = await addDocument(ctx, file(topic))
  await ownerQuery(
    "UPDATE document_version SET status = 'processing', attempts = 1, started_at = now() WHERE id = $1",
    [versionId],
  )
  const version = await withTenant(ctx, (tx) => findVersion(tx, ctx.workspaceId, versionId))
  if (!version) throw new Error('no version')
  return { ctx, id, version }
}

const countPages = async ({ id }: VersionRow) =>
  (await ownerQuery('SELECT 1 FROM document_page WHERE version_id = $1', [id])).length

beforeAll(() => startQueue('web'))
afterAll(() => stopQueue())

describe('a worker that was taken for dead', () => {
  it.each([
    ['has failed', "status = 'failed'"],
    ['is in the hands of the next worker', 'attempts = 2'],
    ['was tried again by hand', "started_at = now() + interval '1 second'"],
  ])('adds no page to a version that %s', async (topic, change) => {
    const { ctx, version } = await begun(topic)
    await ownerQuery(`UPDATE document_version SET ${change} WHERE id = $1`, [version.id])
    const writer = new PageWriter(ctx, version)
    await writer.add(page, 1)
    await expect(writer.flush()).rejects.toThrow('in other hands')
    expect(await countPages(version)).toBe(0)
  })

  it('leaves the document to the one after it, which reads it whole', async () => {
    const { ctx, version } = await begun('second worker')
    const writer = new PageWriter(ctx, version)
    await writer.add(page, 1)
    await ingest(ctx, version.id)
    await expect(writer.flush()).rejects.toThrow('in other hands')
    const [row] = await ownerQuery(
      'SELECT status, page_count, attempts FROM document_version WHERE id = $1',
      [version.id],
    )
    expect(row).toMatchObject({ status: 'ready', attempts: 2 })
    expect(await countPages(version)).toBe(row?.page_count)
  })
})

describe('a failure', () => {
  const internal = { code: 'internal', detail: {} } as const

  it('takes nothing from a version that is ready, though its last job was killed before it could say so', async () => {
    const { ctx, version } = await begun('dead letter')
    await ingest(ctx, version.id)
    const pages = await countPages(version)
    await failVersion(ctx, { workspaceId: ctx.workspaceId, versionId: version.id }, internal)
    expect(await countPages(version)).toBe(pages)
    const chunks = await ownerQuery('SELECT 1 FROM chunk WHERE version_id = $1', [version.id])
    expect(chunks.length).toBeGreaterThan(0)
  })

  it('of the parser by our own fault is worth another try', () => {
    expect(toFailure(new ParseFailure('internal'))).toBeNull()
    expect(toFailure(new ParseFailure('corrupt'))).toMatchObject({ code: 'corrupt' })
  })

  it('is not brought nearer by further documents of the same bytes: a version has one job', async () => {
    const { ctx, version } = await begun('one job')
    await ownerQuery("UPDATE document_version SET status = 'queued' WHERE id = $1", [version.id])
    for (let copy = 0; copy < 3; copy++) await addDocument(ctx, file('one job'), { onDuplicate: 'keepBoth' })
    const jobs = await ownerQuery(
      "SELECT 1 FROM pgboss.job WHERE name = 'ingest' AND data->>'versionId' = $1",
      [version.id],
    )
    expect(jobs).toHaveLength(1)
  })
})

describe('a file that waits while its workspace may not add', () => {
  it.each([
    ['hold', 'billing_hold', 'on hold'],
    ['readOnly', 'payment_required', 'overdue'],
  ])(
    'in %s is told so at the first try, is counted as refused, and is read after Retry',
    async (access, code, words) => {
      const ctx = await insertAccount()
      const { id, versionId } = await addDocument(ctx, file(access))
      const setAccess = (to: string) =>
        ownerQuery('UPDATE entitlement_snapshot SET access = $2 WHERE workspace_id = $1', [
          ctx.workspaceId,
          to,
        ])
      await setAccess(access)
      await ingest(ctx, versionId)
      const { status, failure } = await getDocument(ctx, id)
      expect(status).toBe('failed')
      expect(failure).toMatchObject({ code, text: expect.stringContaining(words), retryable: true })
      await denialsWritten()
      const denials = await ownerQuery('SELECT code, count::int FROM denial_daily WHERE workspace_id = $1', [
        ctx.workspaceId,
      ])
      expect(denials).toEqual([{ code, count: 1 }])
      await expect(retryDocument(ctx, id)).rejects.toMatchObject({ code })
      await setAccess('full')
      await retryDocument(ctx, id)
      await ingest(ctx, versionId)
      expect(await getDocument(ctx, id)).toMatchObject({ status: 'ready', failure: null })
    },
  )
})

describe('a long document', () => {
  const long: TestFile = {
    name: 'long.md',
    bytes: Array.from(
      { length: 900 },
      (_, i) =>
        `${i % 40 === 0 ? `## Part ${i}\n\n` : ''}Of station ${i} it is told that ${'the wind blew '.repeat(40)}.`,
    ).join('\n\n'),
    type: 'text/markdown',
  }
  const passagesOf = (versionId: string) =>
    ownerQuery(
      `SELECT ordinal, heading_path, text, page_start, char_start, page_end, char_end
       FROM chunk WHERE version_id = $1 ORDER BY ordinal`,
      [versionId],
    )
  const progressOf = async (versionId: string) => {
    const [row] = await ownerQuery<{ done: number; pages: number; chunks: number; searchable: number }>(
      `SELECT pages_done AS done, page_count AS pages, searchable_pages AS searchable,
         (SELECT count(*)::int FROM chunk c JOIN chunk_lexical l ON l.chunk_id = c.id WHERE c.version_id = v.id) AS chunks
       FROM document_version v WHERE id = $1`,
      [versionId],
    )
    if (!row) throw new Error('no version')
    return row
  }
  const whenSearchable = (versionId: string) =>
    vi.waitFor(
      async () => {
        const progress = await progressOf(versionId)
        expect(progress.chunks).toBeGreaterThan(0)
        return progress
      },
      { timeout: 10_000, interval: 1 },
    )

  it('can be searched while it is read, and a try that goes on makes the same passages', async () => {
    const [ctx, other] = [await insertAccount({ plan: 'pro' }), await insertAccount({ plan: 'pro' })]
    const undisturbed = await addDocument(other, long)
    await ingest(other, undisturbed.versionId)

    const { versionId } = await addDocument(ctx, long)
    const stopping = new AbortController()
    const stopped = ingest(ctx, versionId, stopping.signal).catch(() => 'stopped')
    const { done, pages } = await whenSearchable(versionId)
    stopping.abort(new Error('this process is stopping'))
    expect(await stopped).toBe('stopped')
    expect(done).toBeLessThan(pages)

    await ingest(ctx, versionId)
    expect(await progressOf(versionId)).toMatchObject({ done: pages, searchable: pages })
    expect(await passagesOf(versionId)).toEqual(await passagesOf(undisturbed.versionId))
  })
})
