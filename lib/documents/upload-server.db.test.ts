import { expect, it } from 'vitest'
import { insertAccount } from '#lib/testing/billing.ts'
import { handleUpload } from './index.ts'

it.each([
  ['several lengths joined', { 'upload-concat': 'partial', 'upload-length': '5' }],
  ['a length that comes later', { 'upload-defer-length': '1' }],
])('refuses %s as an extension that it does not speak', async (_what, headers) => {
  const ctx = await insertAccount({ plan: 'pro' })
  const metadata = `filename ${Buffer.from('a.txt').toString('base64')}`
  const request = new Request('http://localhost/api/uploads', {
    method: 'POST',
    headers: { 'tus-resumable': '1.0.0', 'upload-metadata': metadata, ...headers },
  })
  await expect(handleUpload(ctx, request)).rejects.toMatchObject({ code: 'bad_request' })
})
