import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { getDocument } from '#lib/documents/index.ts'
import { startQueue, stopQueue } from '#lib/platform/queue/index.ts'
import { assertLedgerHolds } from '#lib/testing/billing.ts'
import { ownerQuery, runInProcess } from '#lib/testing/database.ts'
import { insertReadyDocument, orderReindex, workOff } from '#lib/testing/reindex.ts'

const COUNT = 400

beforeAll(() => startQueue('web'))
afterAll(() => stopQueue())

async function ordered(topic: string) {
  const { ctx, document } = await insertReadyDocument(topic, COUNT)
  await orderReindex(ctx, document, 'small')
  const [row] = await ownerQuery<{ id: string }>(
    'SELECT pending_version_id AS id FROM document WHERE id = $1',
    [document.id],
  )
  return { ctx, document, versionId: row?.id ?? '' }
}

const count = async (sql: string, versionId: string) => {
  const [row] = await ownerQuery<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`, [versionId])
  return row?.n ?? 0
}

describe('a re-index whose worker is killed', () => {
  it.each([
    ['when it begins', 1, null],
    ['with the first pages stored', 0, 'document_page WHERE version_id = $1'],
    ['with the first passages indexed', 0, 'chunk_lexical WHERE version_id = $1'],
    ['in the transaction that finishes it', 2, null],
    ['in the transaction that shows and charges it', 3, null],
    ['after it was shown, before the old index is gone', 0, 'document WHERE version_id = $1'],
  ])('%s is charged exactly once in the end', async (when, looks, seen) => {
    const { ctx, document, versionId } = await ordered(when)
    const child = runInProcess('lib/testing/reindex-child.ts', [ctx.workspaceId, versionId, String(looks)])
    if (seen) {
      await vi.waitFor(async () => expect(await count(seen, versionId)).toBeGreaterThan(0), {
        timeout: 20_000,
        interval: 2,
      })
      child.kill('SIGKILL')
    }
    expect((await child.exited).signal).toBe('SIGKILL')
    await assertLedgerHolds(ctx.workspaceId)
    const meanwhile = await getDocument(ctx, document.id)
    expect(meanwhile.status).toBe('ready')
    expect(meanwhile.chunkSize).toBe(meanwhile.receipt ? 'small' : 'standard')

    await workOff(ctx)
    expect(await getDocument(ctx, document.id)).toMatchObject({
      chunkSize: 'small',
      reindex: null,
      receipt: { credits: 1 },
      pageCount: document.pageCount,
    })
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 1_000, reservedMc: 0 })
    expect(await count('chunk_lexical WHERE version_id = $1', document.versionId)).toBe(0)
    expect(await count('chunk WHERE version_id = $1', document.versionId)).toBeGreaterThan(0)
    const stock = await ownerQuery<{ value: string }>(
      `SELECT value FROM workspace_stock WHERE workspace_id = $1 AND key = 'pages'`,
      [ctx.workspaceId],
    )
    expect(Number(stock[0]?.value)).toBe(document.pageCount)
  })
})
