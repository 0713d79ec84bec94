import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { createId } from '#lib/platform/id.ts'
import { startQueue, stopQueue } from '#lib/platform/queue/index.ts'
import { retrieve } from '#lib/retrieval/index.ts'
import { assertLedgerHolds, patiently, setGrantLimit } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { addDocument, ingest } from '#lib/testing/documents.ts'
import { insertReadyDocument, orderReindex, quoteOf, stations, workOff } from '#lib/testing/reindex.ts'
import { getCanonicalPage, getDocument, reindexDocument, restoreDocument, trashDocument } from './index.ts'
import type { ChunkSize, Document } from './schema.ts'

beforeAll(() => startQueue('web'))
afterAll(() => stopQueue())

const passages = (versionId: string) =>
  ownerQuery<{ length: number; indexed: boolean }>(
    `SELECT length(c.text) AS length, l.chunk_id IS NOT NULL AS indexed FROM chunk c
     LEFT JOIN chunk_lexical l ON l.workspace_id = c.workspace_id AND l.chunk_id = c.id WHERE c.version_id = $1`,
    [versionId],
  )

async function stockOf(ctx: WorkspaceContext): Promise<Record<string, number>> {
  const rows = await ownerQuery<{ key: string; value: string }>(
    'SELECT key, value FROM workspace_stock WHERE workspace_id = $1',
    [ctx.workspaceId],
  )
  return Object.fromEntries(rows.map(({ key, value }) => [key, Number(value)]))
}

const problem = (code: string) => expect.objectContaining({ code })

describe('a re-index', () => {
  it('tells its price before, charges it once when the new passages are shown, and keeps the old text', async () => {
    const { ctx, document } = await insertReadyDocument('alpine')
    const before = await stockOf(ctx)
    const price = await quoteOf(ctx, document, 'small')
    expect(price).toMatchObject({ credits: 1, remaining: 50, remainingAfter: 49, enough: true })
    const ordered = await reindexDocument(ctx, document.id, {
      chunkSize: 'small',
      quoteId: price.id,
      idempotencyKey: createId(),
    })
    expect(ordered).toMatchObject({ status: 'ready', chunkSize: 'standard', versionId: document.versionId })
    expect(ordered.reindex).toMatchObject({ chunkSize: 'small', status: 'queued', failure: null })
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 0, reservedMc: 1_000 })

    await workOff(ctx)
    const done = await getDocument(ctx, document.id)
    expect(done).toMatchObject({
      chunkSize: 'small',
      reindex: null,
      version: 2,
      receipt: { credits: 1, refunded: 0, model: null },
    })
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 1_000, reservedMc: 0 })
    expect(await stockOf(ctx)).toEqual(before)

    const fresh = await passages(done.versionId)
    expect(fresh.every(({ length, indexed }) => length <= 600 && indexed)).toBe(true)
    expect((await passages(document.versionId)).some(({ indexed }) => indexed)).toBe(false)
    const old = await getCanonicalPage(ctx, document.id, 1, { versionId: document.versionId })
    expect(old.text).toContain('station 0')
  })

  it.each(['small', 'large'] as const)('finds what it is asked for in %s passages', async (chunkSize) => {
    const { ctx, document } = await insertReadyDocument(`coastal ${chunkSize}`)
    await orderReindex(ctx, document, chunkSize)
    await workOff(ctx)
    const { versionId } = await getDocument(ctx, document.id)
    const { passages: found } = await retrieve(ctx, { question: 'What is told of station 41?' })
    expect(found[0]?.versionId).toBe(versionId)
    expect(found.some(({ text }) => text.includes('station 41 '))).toBe(true)
  })

  it('is free and at once for what was made before, and free where only its index is to be made again', async () => {
    const { ctx, document } = await insertReadyDocument('valley')
    await orderReindex(ctx, document, 'small')
    await workOff(ctx)
    for (const [chunkSize, used] of [
      ['standard', 1_000],
      ['small', 1_000],
    ] as const) {
      expect(await quoteOf(ctx, document, chunkSize)).toMatchObject({ credits: 0, breakdown: [] })
      await reindexDocument(ctx, document.id, { chunkSize, idempotencyKey: createId() })
      await workOff(ctx)
      const shown = await getDocument(ctx, document.id)
      expect(shown).toMatchObject({ chunkSize, reindex: null })
      expect((await passages(shown.versionId)).every(({ indexed }) => indexed)).toBe(true)
      expect((await assertLedgerHolds(ctx.workspaceId)).usedMc).toBe(used)
    }
    const { versionId } = await getDocument(ctx, document.id)
    expect((await retrieve(ctx, { question: 'What is told of station 7?' })).passages[0]?.versionId).toBe(
      versionId,
    )
  })

  it('leaves the other document on the old passages, and counts both versions then', async () => {
    const { ctx, document } = await insertReadyDocument('twin')
    const twin = await addDocument(ctx, stations('twin'), { onDuplicate: 'keepBoth' })
    const pages = (await stockOf(ctx)).pages ?? 0
    await orderReindex(ctx, document, 'large')
    await workOff(ctx)
    expect(await getDocument(ctx, twin.id)).toMatchObject({
      chunkSize: 'standard',
      versionId: document.versionId,
    })
    expect((await stockOf(ctx)).pages).toBe(2 * pages)
    expect((await passages(document.versionId)).every(({ indexed }) => indexed)).toBe(true)

    // The second to ask for the same joins what is there, free.
    await reindexDocument(ctx, twin.id, { chunkSize: 'large', idempotencyKey: createId() })
    await workOff(ctx)
    expect((await stockOf(ctx)).pages).toBe(pages)
    expect((await getDocument(ctx, twin.id)).receipt).toBeNull()
    expect((await passages(document.versionId)).some(({ indexed }) => indexed)).toBe(false)
    expect((await assertLedgerHolds(ctx.workspaceId)).usedMc).toBe(1_000)
  })

  it('goes on where the pages of the plan are all taken, since it takes none', async () => {
    const { ctx, document } = await insertReadyDocument('full')
    await ownerQuery(
      `UPDATE entitlement_snapshot SET limits = jsonb_set(limits, '{pages}', to_jsonb($2::int)) WHERE workspace_id = $1`,
      [ctx.workspaceId, document.pageCount],
    )
    await orderReindex(ctx, document, 'small')
    await workOff(ctx)
    expect(await getDocument(ctx, document.id)).toMatchObject({ chunkSize: 'small', reindex: null })
  })

  it('is refused above a limit, on hold, to viewers, in the trash and while the document is read', async () => {
    const { ctx, document } = await insertReadyDocument('refused')
    const ask = () => quoteOf(ctx, document, 'small')
    await expect(quoteOf({ ...ctx, role: 'viewer' }, document, 'small')).rejects.toEqual(problem('forbidden'))
    const limit = (pages: number) =>
      ownerQuery(
        `UPDATE entitlement_snapshot SET limits = jsonb_set(limits, '{pages}', to_jsonb($2::int)) WHERE workspace_id = $1`,
        [ctx.workspaceId, pages],
      )
    await limit(1)
    await expect(ask()).rejects.toEqual(problem('limit_reached'))
    await limit(150)
    for (const [access, code] of [
      ['readOnly', 'payment_required'],
      ['hold', 'billing_hold'],
    ] as const) {
      await ownerQuery('UPDATE entitlement_snapshot SET access = $2 WHERE workspace_id = $1', [
        ctx.workspaceId,
        access,
      ])
      await expect(ask()).rejects.toEqual(problem(code))
    }
    await ownerQuery("UPDATE entitlement_snapshot SET access = 'full' WHERE workspace_id = $1", [
      ctx.workspaceId,
    ])
    const unread = await addDocument(ctx, stations('unread', 3))
    await expect(quoteOf(ctx, unread, 'small')).rejects.toEqual(problem('conflict'))
    await trashDocument(ctx, document.id)
    await expect(ask()).rejects.toEqual(problem('conflict'))
  })

  it('without credits is refused before anything is written', async () => {
    const { ctx, document } = await insertReadyDocument('poor')
    await setGrantLimit(ctx.workspaceId, 999)
    const price = await quoteOf(ctx, document, 'small')
    expect(price).toMatchObject({ credits: 1, remaining: 0.999, enough: false })
    for (const quoteId of [price.id, undefined]) {
      const input = { chunkSize: 'small' as const, quoteId, idempotencyKey: createId() }
      await expect(reindexDocument(ctx, document.id, input)).rejects.toEqual(problem('quota_exceeded'))
    }
    const versions = await ownerQuery('SELECT 1 FROM document_version WHERE workspace_id = $1', [
      ctx.workspaceId,
    ])
    expect(versions).toHaveLength(1)
    expect(await getDocument(ctx, document.id)).toEqual(document)
  })

  it('that was asked for twice under one key is one', async () => {
    const { ctx, document } = await insertReadyDocument('twice')
    const { id: quoteId } = await quoteOf(ctx, document, 'small')
    const input = { chunkSize: 'small' as const, quoteId, idempotencyKey: createId() }
    const asked = await Promise.all([1, 2, 3].map(() => reindexDocument(ctx, document.id, input)))
    expect(new Set(asked.map(({ reindex }) => reindex?.chunkSize))).toEqual(new Set(['small']))
    await workOff(ctx)
    expect((await reindexDocument(ctx, document.id, input)).chunkSize).toBe('small')
    expect((await assertLedgerHolds(ctx.workspaceId)).usedMc).toBe(1_000)
    await expect(reindexDocument(ctx, document.id, { ...input, chunkSize: 'large' })).rejects.toEqual(
      problem('idempotency_key_reused'),
    )
  })

  it('that fails gives everything back, says why, leaves the document as it was and may be tried again', async () => {
    const { ctx, document } = await insertReadyDocument('failing')
    const ordered = await orderReindex(ctx, document, 'small')
    const [pending] = await ownerQuery<{ id: string }>(
      'SELECT pending_version_id AS id FROM document WHERE id = $1',
      [ordered.id],
    )
    await ownerQuery('UPDATE document_version SET attempts = 9 WHERE id = $1', [pending?.id])
    await ownerQuery('UPDATE document_version SET sha256 = $2 WHERE id = $1', [pending?.id, 'gone'])
    await workOff(ctx)
    const failed = await getDocument(ctx, document.id)
    expect(failed).toMatchObject({ status: 'ready', chunkSize: 'standard', versionId: document.versionId })
    expect(failed.reindex).toMatchObject({ status: 'failed', failure: { code: 'internal', retryable: true } })
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 0, reservedMc: 0 })

    await ownerQuery(
      'UPDATE document_version SET sha256 = (SELECT sha256 FROM document_version WHERE id = $2) WHERE id = $1',
      [pending?.id, document.versionId],
    )
    await orderReindex(ctx, document, 'small')
    await workOff(ctx)
    expect(await getDocument(ctx, document.id)).toMatchObject({ chunkSize: 'small', reindex: null })
    expect((await assertLedgerHolds(ctx.workspaceId)).usedMc).toBe(1_000)
  })

  it.each([
    ['the document is deleted', (ctx: WorkspaceContext, { id }: Document) => trashDocument(ctx, id)],
    [
      'the person goes back to the old length',
      (ctx: WorkspaceContext, { id }: Document) =>
        reindexDocument(ctx, id, { chunkSize: 'standard', idempotencyKey: createId() }),
    ],
  ])('stops and costs nothing when %s', async (_when, stop) => {
    const { ctx, document } = await insertReadyDocument('stopped')
    await orderReindex(ctx, document, 'small')
    await stop(ctx, document)
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 0, reservedMc: 0 })
    await workOff(ctx)
    const versions = await ownerQuery(
      "SELECT 1 FROM document_version WHERE workspace_id = $1 AND status = 'ready'",
      [ctx.workspaceId],
    )
    expect(versions).toHaveLength(1)
    const { trashedAt } = await getDocument(ctx, document.id)
    if (trashedAt) await restoreDocument(ctx, document.id)
    // Nothing was gained by it: the next one has its price again.
    expect(await quoteOf(ctx, document, 'small')).toMatchObject({ credits: 1 })
    await orderReindex(ctx, document, 'small')
    await workOff(ctx)
    expect(await getDocument(ctx, document.id)).toMatchObject({ chunkSize: 'small', reindex: null })
    expect((await assertLedgerHolds(ctx.workspaceId)).usedMc).toBe(1_000)
  })

  it('that is being made stops when its document is deleted, and leaves nothing', async () => {
    const { ctx, document } = await insertReadyDocument('busy', 400)
    await orderReindex(ctx, document, 'small')
    const [pending] = await ownerQuery<{ id: string }>(
      'SELECT pending_version_id AS id FROM document WHERE id = $1',
      [document.id],
    )
    const made = pending?.id ?? ''
    const worker = ingest(ctx, made)
    await vi.waitFor(async () => expect((await passages(made)).length).toBeGreaterThan(0), {
      timeout: 20_000,
      interval: 2,
    })
    await trashDocument(ctx, document.id)
    await worker
    expect(await passages(made)).toEqual([])
    expect(await ownerQuery('SELECT status FROM document_version WHERE id = $1', [made])).toEqual([
      { status: 'failed' },
    ])
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 0, reservedMc: 0 })
  })

  it('opens the document that is there when its bytes come again', async () => {
    const { ctx, document } = await insertReadyDocument('again')
    await orderReindex(ctx, document, 'small')
    await workOff(ctx)
    expect((await addDocument(ctx, stations('again'))).id).toBe(document.id)
    const second = await addDocument(ctx, stations('again'), { onDuplicate: 'keepBoth' })
    await workOff(ctx)
    expect(await getDocument(ctx, second.id)).toMatchObject({ status: 'ready', chunkSize: 'standard' })
    expect((await passages(document.versionId)).every(({ indexed }) => indexed)).toBe(true)
    expect((await assertLedgerHolds(ctx.workspaceId)).usedMc).toBe(1_000)
  })
})

describe('a quote', () => {
  const run = (ctx: WorkspaceContext, document: Document, quoteId: string, chunkSize: ChunkSize = 'small') =>
    reindexDocument(ctx, document.id, { chunkSize, quoteId, idempotencyKey: createId() })

  it('is needed for what costs something', async () => {
    const { ctx, document } = await insertReadyDocument('needed')
    const input = { chunkSize: 'small' as const, idempotencyKey: createId() }
    await expect(reindexDocument(ctx, document.id, input)).rejects.toEqual(problem('invalid'))
  })

  it('holds a quarter of an hour by the clock of the database, and no longer', async () => {
    const { ctx, document } = await insertReadyDocument('clock')
    const { id, expiresAt } = await quoteOf(ctx, document, 'small')
    const minutes = (Date.parse(expiresAt) - Date.now()) / 60_000
    expect(minutes).toBeGreaterThan(14)
    expect(minutes).toBeLessThan(16)
    await ownerQuery('UPDATE quote SET expires_at = now() WHERE id = $1', [id])
    await expect(run(ctx, document, id)).rejects.toEqual(problem('expired'))
  })

  it('of another workspace is as one that nobody has', async () => {
    const [mine, theirs] = [await insertReadyDocument('mine'), await insertReadyDocument('theirs')]
    const { id } = await quoteOf(theirs.ctx, theirs.document, 'small')
    for (const quoteId of [id, createId()])
      await expect(run(mine.ctx, mine.document, quoteId)).rejects.toEqual(problem('not_found'))
  })

  it('holds for exactly what was asked', async () => {
    const { ctx, document } = await insertReadyDocument('exact')
    const other = await addDocument(ctx, stations('other'))
    await ingest(ctx, other.versionId)
    const { id } = await quoteOf(ctx, document, 'small')
    await expect(run(ctx, document, id, 'large')).rejects.toEqual(problem('invalid'))
    await expect(run(ctx, other, id)).rejects.toEqual(problem('invalid'))
  })

  it.each([
    ['holds when the price has risen since', 400, 400],
    ['gives way when the price has fallen since', 5_000, 1_000],
  ])('%s', async (_what, quotedMc, chargedMc) => {
    const { ctx, document } = await insertReadyDocument('moved')
    const { id } = await quoteOf(ctx, document, 'small')
    await ownerQuery('UPDATE quote SET amount_mc = $2 WHERE id = $1', [id, quotedMc])
    await run(ctx, document, id)
    await workOff(ctx)
    expect((await assertLedgerHolds(ctx.workspaceId)).usedMc).toBe(chargedMc)
  })

  it('that twenty use at once charges once', async () => {
    const { ctx, document } = await insertReadyDocument('race')
    const { id } = await quoteOf(ctx, document, 'small')
    const ends = await Promise.allSettled(
      Array.from({ length: 20 }, () => patiently(() => run(ctx, document, id))),
    )
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const end of ends) if (end.status === 'rejected') expect(end.reason).toEqual(problem('conflict'))
    await workOff(ctx)
    expect(await assertLedgerHolds(ctx.workspaceId)).toMatchObject({ usedMc: 1_000, reservedMc: 0 })
    expect((await getDocument(ctx, document.id)).chunkSize).toBe('small')
  })
})
