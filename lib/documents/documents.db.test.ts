import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createDocument,
  findInDocument,
  getCanonicalPage,
  getDocument,
  getOriginalFile,
  handleUpload,
  listDocuments,
  requeueVersion,
  restoreDocument,
  retryDocument,
  toBlobKey,
  trashDocument,
  updateDocument,
} from '#lib/documents/index.ts'
import { failVersion } from '#lib/ingestion/index.ts'
import { startQueue, stopQueue } from '#lib/platform/queue/index.ts'
import { storage } from '#lib/platform/storage/index.ts'
import { insertAccount } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { addDocument, ingest, toUploadRequest, uploadBytes } from '#lib/testing/documents.ts'

const code = (name: string) => expect.objectContaining({ code: name })
const text = (topic: string) => `# ${topic}\n\nThe ${topic} was measured on a quiet morning. Nobody spoke.\n`
const note = (topic: string) => ({ name: `${topic}.md`, bytes: text(topic), type: 'text/markdown' })

async function readStock(workspaceId: string) {
  const rows = await ownerQuery<{ key: string; value: string }>(
    'SELECT key, value FROM workspace_stock WHERE workspace_id = $1',
    [workspaceId],
  )
  return Object.fromEntries(rows.map(({ key, value }) => [key, Number(value)]))
}

beforeAll(() => startQueue('web'))
afterAll(() => stopQueue())

describe('a document', () => {
  it('goes from bytes to ready, and its text, ranges and file can be read', async () => {
    const ctx = await insertAccount()
    const added = await addDocument(ctx, note('barometer'))
    expect(added).toMatchObject({
      status: 'queued',
      queuePosition: 1,
      stage: 'detect',
      name: 'barometer.md',
      version: 1,
    })
    await ingest(ctx, added.versionId)

    const ready = await getDocument(ctx, added.id)
    expect(ready).toMatchObject({ status: 'ready', pageCount: 1, searchablePages: 1, failure: null })
    const page = await getCanonicalPage(ctx, added.id, 1)
    expect(page.text).toContain('The barometer was measured')
    const { items } = await findInDocument(ctx, added.id, { text: 'MEASURED  on' })
    expect(items.map((hit) => page.text.slice(hit.charStart, hit.charEnd))).toEqual(['measured on'])
    const file = await getOriginalFile(ctx, added.id)
    expect(await storage.stat(file.storageKey)).toEqual({ sizeBytes: Buffer.byteLength(text('barometer')) })
  })

  it('is made once, however often its upload is turned into one', async () => {
    const ctx = await insertAccount()
    const uploadId = await uploadBytes(ctx, note('anemometer'))
    const made = await Promise.all(Array.from({ length: 8 }, () => createDocument(ctx, { uploadId })))
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    expect((await listDocuments(ctx, {})).items).toHaveLength(1)
    expect(await readStock(ctx.workspaceId)).toMatchObject({ documents: 1 })
  })

  it('with the bytes of another is opened, or kept as a second one on the same version without a second reading', async () => {
    const ctx = await insertAccount()
    const first = await addDocument(ctx, note('hygrometer'))
    await ingest(ctx, first.versionId)
    expect((await addDocument(ctx, note('hygrometer'))).id).toBe(first.id)
    const second = await addDocument(
      ctx,
      { ...note('hygrometer'), name: 'copy.md' },
      { onDuplicate: 'keepBoth' },
    )
    expect(second).toMatchObject({ status: 'ready', versionId: first.versionId, name: 'copy.md' })
    expect(await readStock(ctx.workspaceId)).toMatchObject({ documents: 2, pages: 1 })
  })

  it('belongs to its workspace: for others it does not exist', async () => {
    const owner = await insertAccount()
    const stranger = await insertAccount()
    const { id, versionId } = await addDocument(owner, note('rain gauge'))
    await ingest(owner, versionId)
    for (const attempt of [
      () => getDocument(stranger, id),
      () => updateDocument(stranger, id, { name: 'mine' }),
      () => trashDocument(stranger, id),
      () => restoreDocument(stranger, id),
      () => retryDocument(stranger, id),
      () => getCanonicalPage(stranger, id, 1),
      () => getOriginalFile(stranger, id),
      () => findInDocument(stranger, id, { text: 'quiet' }),
    ])
      await expect(attempt()).rejects.toThrow(code('not_found'))
    expect((await getDocument(owner, id)).name).toBe('rain gauge.md')
  })

  it('cannot be changed by a viewer', async () => {
    const viewer = await insertAccount({ role: 'viewer' })
    await expect(uploadBytes(viewer, note('x'))).rejects.toThrow(code('forbidden'))
    await expect(trashDocument(viewer, viewer.workspaceId)).rejects.toThrow(code('forbidden'))
  })
})

describe('the trash', () => {
  it('takes a document out of list and stock, and gives it back with both', async () => {
    const ctx = await insertAccount()
    const { id, versionId } = await addDocument(ctx, note('thermograph'))
    await ingest(ctx, versionId)
    await trashDocument(ctx, id)
    await trashDocument(ctx, id)
    expect((await listDocuments(ctx, {})).items).toEqual([])
    expect((await listDocuments(ctx, { trashed: true })).items.map((d) => d.id)).toEqual([id])
    expect(await readStock(ctx.workspaceId)).toMatchObject({ documents: 0, pages: 0 })
    await restoreDocument(ctx, id)
    await restoreDocument(ctx, id)
    expect(await readStock(ctx.workspaceId)).toMatchObject({ documents: 1, pages: 1 })
  })

  it('gives nothing back while another document shows the same version', async () => {
    const ctx = await insertAccount()
    const first = await addDocument(ctx, note('pluviometer'))
    await ingest(ctx, first.versionId)
    const second = await addDocument(ctx, note('pluviometer'), { onDuplicate: 'keepBoth' })
    await trashDocument(ctx, first.id)
    expect(await readStock(ctx.workspaceId)).toMatchObject({ documents: 1, pages: 1 })
    await trashDocument(ctx, second.id)
    expect(await readStock(ctx.workspaceId)).toMatchObject({ documents: 0, pages: 0 })
  })

  it('counts once when trash and restore race', async () => {
    const ctx = await insertAccount()
    const { id, versionId } = await addDocument(ctx, note('psychrometer'))
    await ingest(ctx, versionId)
    const calls = Array.from({ length: 10 }, (_, i) =>
      i % 2 ? restoreDocument(ctx, id) : trashDocument(ctx, id),
    )
    await Promise.allSettled(calls)
    const { trashedAt } = await getDocument(ctx, id)
    const live = trashedAt === null ? 1 : 0
    expect(await readStock(ctx.workspaceId)).toMatchObject({ documents: live, pages: live })
  })
})

describe('the plan', () => {
  it('admits exactly its documents when twelve uploads arrive at once', async () => {
    const ctx = await insertAccount()
    const uploads = await Promise.all(Array.from({ length: 12 }, (_, i) => uploadBytes(ctx, note(`no ${i}`))))
    const made = await Promise.allSettled(uploads.map((uploadId) => createDocument(ctx, { uploadId })))
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    for (const refused of made.filter((r) => r.status === 'rejected'))
      expect(refused.reason).toEqual(code('limit_reached'))
    expect(await readStock(ctx.workspaceId)).toMatchObject({ documents: 5 })
  })

  it('refuses an upload before a byte of it is read: full, too large, empty, of another kind', async () => {
    const ctx = await insertAccount()
    const open = (
      file: { name: string; bytes: string; type?: string },
      headers: Record<string, string> = {},
    ) => {
      const request = toUploadRequest(file, { withBody: false })
      for (const [name, value] of Object.entries(headers)) request.headers.set(name, value)
      return handleUpload(ctx, request)
    }
    await expect(open({ name: 'a.pdf', bytes: 'x' }, { 'upload-length': '10485761' })).rejects.toThrow(
      expect.objectContaining({
        code: 'file_too_large',
        extensions: { maxBytes: 10_485_760, planMaxBytes: 10_485_760, requested: 10_485_761 },
      }),
    )
    await expect(open({ name: 'a.pdf', bytes: '' })).rejects.toThrow(code('invalid'))
    await expect(open({ name: 'a.html', bytes: 'x', type: 'text/html' })).rejects.toThrow(
      code('unsupported_media_type'),
    )
    for (let i = 0; i < 5; i++) await addDocument(ctx, note(`full ${i}`))
    await expect(open(note('one more'))).rejects.toThrow(code('limit_reached'))
  })

  it('holds no more unfinished bytes than ten of the largest files, however many are opened at once', async () => {
    const ctx = await insertAccount()
    const open = () => {
      const request = toUploadRequest({ name: 'a.pdf', bytes: '' }, { withBody: false })
      request.headers.set('upload-length', '10485760')
      return handleUpload(ctx, request)
    }
    const opened = await Promise.allSettled(Array.from({ length: 16 }, open))
    expect(opened.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
    for (const refused of opened.filter((r) => r.status === 'rejected'))
      expect(refused.reason).toEqual(code('concurrency_limited'))
  })

  it('stops a document of more pages than are free, drops its bytes and counts nothing', async () => {
    const ctx = await insertAccount()
    const long = {
      name: 'long.txt',
      bytes: 'A sentence that fills the page. '.repeat(5_000),
      type: 'text/plain',
    }
    const added = await addDocument(ctx, long)
    await ingest(ctx, added.versionId)
    const failed = await getDocument(ctx, added.id)
    expect(failed).toMatchObject({ status: 'failed', failure: { code: 'limit_reached', retryable: false } })
    expect(failed.failure?.text).toContain('50')
    expect(await readStock(ctx.workspaceId)).toMatchObject({ documents: 0, pages: 0 })
    const [row] = await ownerQuery<{ sha256: string }>('SELECT sha256 FROM document_version WHERE id = $1', [
      added.versionId,
    ])
    expect(await storage.stat(toBlobKey(ctx.workspaceId, row?.sha256 ?? ''))).toBeNull()
    const left = await ownerQuery('SELECT 1 FROM document_page WHERE version_id = $1', [added.versionId])
    expect(left).toEqual([])
    await expect(retryDocument(ctx, added.id)).rejects.toThrow(code('conflict'))
  })
})

describe('a file that cannot be read', () => {
  it.each([
    ['a.pdf', 'corrupt', '%PDF-1.7\ntruncated'],
    ['b.pdf', 'type_mismatch', 'PK\u0003\u0004 a zip'],
    ['c.txt', 'type_mismatch', '%PDF-1.7\nbinary'],
    ['d.txt', 'no_text', '   \n\n  '],
  ])('%s fails as %s, costs neither room nor bytes, and can be removed', async (name, failure, bytes) => {
    const ctx = await insertAccount()
    const added = await addDocument(ctx, { name, bytes })
    await ingest(ctx, added.versionId)
    expect((await getDocument(ctx, added.id)).failure?.code).toBe(failure)
    expect(await readStock(ctx.workspaceId)).toMatchObject({ documents: 0, pages: 0 })
    const { storageKey } = await getOriginalFile(ctx, added.id)
    expect(await storage.stat(storageKey)).toBeNull()
    await expect(retryDocument(ctx, added.id)).rejects.toThrow(code('conflict'))
    await expect(requeueVersion(ctx, added.versionId)).rejects.toThrow(code('conflict'))
    await trashDocument(ctx, added.id)
    expect(await readStock(ctx.workspaceId)).toMatchObject({ documents: 0, pages: 0 })
  })

  it('is one of no more than the plan holds documents, where its bytes are kept', async () => {
    const ctx = await insertAccount()
    for (let number = 0; number < 5; number++) {
      const { versionId } = await addDocument(ctx, note(`failure ${number}`))
      await failVersion(ctx, { workspaceId: ctx.workspaceId, versionId }, { code: 'encrypted', detail: {} })
    }
    await expect(addDocument(ctx, note('one more'))).rejects.toThrow(code('conflict'))
    const again = await addDocument(ctx, note('failure 0'))
    expect(again.status).toBe('queued')
    await expect(addDocument(ctx, note('one more'))).resolves.toMatchObject({ status: 'queued' })
  })
})
