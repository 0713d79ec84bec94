import { describe, expect, it } from 'vitest'
import { storage } from '#lib/platform/storage/index.ts'
import { insertAccount } from '#lib/testing/billing.ts'
import { runInProcess } from '#lib/testing/database.ts'
import { toUploadRequest } from '#lib/testing/documents.ts'
import { handleUpload } from './index.ts'
import { toUploadKey } from './storage-keys.ts'

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

describe('two web processes', () => {
  const SIZE = 400_000
  const HALF = SIZE / 2

  async function begin() {
    const ctx = await insertAccount({ plan: 'pro' })
    const file = { name: 'a.txt', bytes: 'a'.repeat(SIZE), type: 'text/plain' }
    const opened = await handleUpload(ctx, toUploadRequest(file, { withBody: false }))
    const uploadId = opened.headers.get('location')?.split('/').at(-1) ?? ''
    const key = toUploadKey(ctx.workspaceId, uploadId)
    const patch = (offset: number, letter: string) =>
      runInProcess('lib/testing/upload-child.ts', [
        ctx.workspaceId,
        ctx.userId ?? '',
        uploadId,
        String(offset),
        String(SIZE - offset),
        letter,
      ])
    const first = patch(0, 'a')
    const stored = { timeout: 20_000, interval: 20 }
    await expect.poll(() => storage.stat(key), stored).toEqual({ sizeBytes: HALF })
    return { ctx, key, first, patch }
  }

  it('never write one upload at a time: the second is refused, and the bytes stay whole', async () => {
    const { key, first, patch } = await begin()
    const second = patch(HALF, 'b')
    expect((await second.exited).stdout).toBe('conflict\n')
    first.kill('SIGUSR2')
    expect((await first.exited).stdout).toBe('204\n')
    const { body } = await storage.get(key)
    expect(await new Response(body).text()).toBe('a'.repeat(SIZE))
  })

  it('go on for each other at once when one is killed', async () => {
    const { key, first, patch } = await begin()
    first.kill('SIGKILL')
    await first.exited
    const second = patch(HALF, 'b')
    await expect
      .poll(async () => (await storage.stat(key))?.sizeBytes ?? 0, { timeout: 20_000 })
      .toBeGreaterThan(HALF)
    second.kill('SIGUSR2')
    expect((await second.exited).stdout).toBe('204\n')
    const { body } = await storage.get(key)
    expect(await new Response(body).text()).toBe('a'.repeat(HALF) + 'b'.repeat(HALF))
  })
})
