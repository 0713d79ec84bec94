import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findVersion, type VersionRow } from '#lib/documents/index.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { startQueue, stopQueue } from '#lib/platform/queue/index.ts'
import { insertAccount } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { addDocument, ingest } from '#lib/testing/documents.ts'
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
