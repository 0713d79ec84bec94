import { afterAll, beforeAll, expect, it } from 'vitest'
import { failVersion } from '#lib/ingestion/index.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { startQueue, stopQueue } from '#lib/platform/queue/index.ts'
import { storage } from '#lib/platform/storage/index.ts'
import { insertAccount } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { addDocument, ingest, uploadBytes } from '#lib/testing/documents.ts'
import { createDocument, settleBytes } from './create-document.ts'
import { findUpload } from './repository.ts'
import { toBlobKey } from './storage-keys.ts'

beforeAll(() => startQueue('web'))
afterAll(() => stopQueue())

it('finds bytes that another request moved to their place after this one had read the upload', async () => {
  const ctx = await insertAccount()
  const uploadId = await uploadBytes(ctx, { name: 'a.txt', bytes: 'Some words.', type: 'text/plain' })
  // As after an upload of several requests, whose bytes nobody has hashed yet.
  await ownerQuery('UPDATE upload SET sha256 = NULL WHERE id = $1', [uploadId])
  const stale = await withTenant(ctx, (tx) => findUpload(tx, ctx.workspaceId, uploadId))
  if (!stale) throw new Error('no upload')
  await createDocument(ctx, { uploadId })
  expect(await settleBytes(ctx, stale)).toMatch(/^[0-9a-f]{64}$/)
})

const refusal = { code: 'limit_reached', detail: {} } as const
const bytesOf = async (workspaceId: string, versionId: string) => {
  const [row] = await ownerQuery<{ status: string; sha256: string; blobs: number }>(
    `SELECT status, sha256, (SELECT count(*)::int FROM blob b WHERE b.workspace_id = v.workspace_id AND b.sha256 = v.sha256) AS blobs
     FROM document_version v WHERE id = $1`,
    [versionId],
  )
  if (!row) throw new Error('no version')
  return { ...row, isStored: (await storage.stat(toBlobKey(workspaceId, row.sha256))) !== null }
}

it('keeps the bytes of a version that an upload revives while the plan refuses it', {
  timeout: 60_000,
}, async () => {
  const ctx = await insertAccount({ plan: 'pro' })
  for (let round = 0; round < 40; round++) {
    const file = { name: 'a.txt', bytes: `Words of round ${round}.`, type: 'text/plain' }
    const { versionId } = await addDocument(ctx, file)
    const uploadId = await uploadBytes(ctx, file)
    const failing = failVersion(ctx, { workspaceId: ctx.workspaceId, versionId }, refusal)
    await Promise.all([failing, createDocument(ctx, { uploadId })])
    const { status, isStored, blobs } = await bytesOf(ctx.workspaceId, versionId)
    expect({ round, isStored, blobs }).toEqual({
      round,
      isStored: status !== 'failed',
      blobs: status === 'failed' ? 0 : 1,
    })
  }
})

it('keeps the bytes of a refused version that another kind of file has too', async () => {
  const ctx = await insertAccount({ plan: 'pro' })
  const bytes = 'The same words as text and as Markdown.'
  const text = await addDocument(ctx, { name: 'a.txt', bytes, type: 'text/plain' })
  const markdown = await addDocument(ctx, { name: 'a.md', bytes, type: 'text/markdown' })
  await failVersion(ctx, { workspaceId: ctx.workspaceId, versionId: text.versionId }, refusal)
  expect(await bytesOf(ctx.workspaceId, markdown.versionId)).toMatchObject({ blobs: 1, isStored: true })
})

it('opens the document that an older pipeline has read, and reads the bytes anew only for a second one', async () => {
  const ctx = await insertAccount({ plan: 'pro' })
  const file = { name: 'a.txt', bytes: 'Words that were read long ago.', type: 'text/plain' }
  const old = await addDocument(ctx, file)
  await ingest(ctx, old.versionId)
  await ownerQuery('UPDATE document_version SET pipeline_version = 0 WHERE id = $1', [old.versionId])
  expect(await addDocument(ctx, file)).toMatchObject({
    id: old.id,
    versionId: old.versionId,
    status: 'ready',
  })
  const second = await addDocument(ctx, file, { onDuplicate: 'keepBoth' })
  expect(second.id).not.toBe(old.id)
  expect(second.versionId).not.toBe(old.versionId)
  expect(second.status).toBe('queued')
})
