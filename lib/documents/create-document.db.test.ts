import { afterAll, beforeAll, expect, it } from 'vitest'
import { withTenant } from '#lib/platform/db/index.ts'
import { startQueue, stopQueue } from '#lib/platform/queue/index.ts'
import { insertAccount } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { uploadBytes } from '#lib/testing/documents.ts'
import { createDocument, settleBytes } from './create-document.ts'
import { findUpload } from './repository.ts'

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
