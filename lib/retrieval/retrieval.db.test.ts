import { describe, expect, it } from 'vitest'
import { withTenant } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { insertDocument, insertWorkspace } from '#lib/testing/factories/rows.ts'
import { indexChunks, removeVersionFromIndex, retrieve } from './index.ts'
import { searchChunks } from './search-chunks.ts'

type Workspace = Awaited<ReturnType<typeof insertWorkspace>>

const TEXTS = [
  'The lighthouse keeper counts the ships. Every evening he writes their names.',
  'Lighthouses are painted white. The paint must be renewed each spring.',
  'Ships carry grain to the northern harbour. The harbour freezes in January.',
]
const SCOPE = { fullPassMaxChunks: 20_000 }

/** A document with these chunks, indexed as ingestion does it. */
async function addDocument(ctx: Workspace, texts: readonly string[], name = 'Coast.txt') {
  const ids = await insertDocument(ctx, { name, mediaType: 'text/plain' })
  const chunkIds = await addChunks(ctx, ids.versionId, texts)
  return { ...ids, chunkIds }
}

async function addChunks(ctx: Workspace, versionId: string, texts: readonly string[]) {
  const { workspaceId } = ctx
  let at = 0
  const rows = texts.map((text, ordinal) => {
    const charStart = at
    at += text.length + 2
    return {
      workspaceId,
      id: createId(),
      versionId,
      ordinal,
      headingPath: [],
      text,
      tokenCount: 1,
      pageStart: 1,
      charStart,
      pageEnd: 1,
      charEnd: charStart + text.length,
    }
  })
  await withTenant(ctx, async (tx) => {
    await tx.chunk.createMany({ data: rows })
    await indexChunks(
      tx,
      workspaceId,
      versionId,
      rows.map(({ id, text }) => ({ id, title: 'Coast', text })),
    )
  })
  return rows.map(({ id }) => id)
}

async function readIndexSums({ workspaceId }: Workspace) {
  const [sums] = await ownerQuery<{ terms: number; df: number; lowest: number; chunks: number }>(
    `SELECT count(*)::int AS terms, coalesce(sum(df), 0)::int AS df, coalesce(min(df), 1)::int AS lowest,
       (SELECT chunks FROM lexical_stat WHERE workspace_id = $1) AS chunks FROM lexical_df WHERE workspace_id = $1`,
    [workspaceId],
  )
  return sums
}

const trash = (documentId: string) =>
  ownerQuery('UPDATE document SET trashed_at = now() WHERE id = $1', [documentId])

describe('retrieve', () => {
  it('finds the passage, its place and its document, and trusts it', async () => {
    const ctx = await insertWorkspace()
    const { documentId, versionId, chunkIds } = await addDocument(ctx, TEXTS)
    const { passages, coverage, termWeights } = await retrieve(ctx, {
      question: 'When is the paint renewed?',
    })
    expect(passages[0]).toMatchObject({
      chunkId: chunkIds[1],
      documentId,
      versionId,
      documentName: 'Coast.txt',
      text: TEXTS[1],
      pageStart: 1,
    })
    expect(coverage).toBeGreaterThan(0.85)
    expect(termWeights.get('paint')).toBeGreaterThan(0)
    const { words, grams, sentence, pairs } = passages[0]?.scoreParts ?? {
      words: 0,
      grams: 0,
      sentence: 0,
      pairs: 0,
    }
    expect(words + grams + sentence + pairs).toBeCloseTo(passages[0]?.score ?? 0, 6)
  })

  it('finds the one line with the identifier that is asked for, and trusts nothing where there is none', async () => {
    const ctx = await insertWorkspace()
    const lines = Array.from(
      { length: 40 },
      (_, at) => `Manager Person${at} Miller pays ${800 + at} crowns rent.`,
    )
    await addDocument(ctx, lines, 'Rents.txt')
    for (const at of [1, 12, 39]) {
      const question = `What is the rent of the manager Person${at} Miller?`
      const { passages, coverage } = await retrieve(ctx, { question })
      expect(passages.map(({ text }) => text).join(' ')).toContain(`Person${at} Miller pays`)
      expect(coverage).toBeGreaterThan(0.84)
    }
    const { coverage } = await retrieve(ctx, { question: 'What is the rent of the manager Person52 Miller?' })
    expect(coverage).toBe(0)
  })

  it('reads misspelled words as those that the documents hold', async () => {
    const ctx = await insertWorkspace()
    const { chunkIds } = await addDocument(ctx, TEXTS)
    const { passages, coverage, query } = await retrieve(ctx, { question: 'lihgthouse keepr' })
    expect(passages[0]?.chunkId).toBe(chunkIds[0])
    expect(query.sequence.map(({ word }) => word)).toEqual(['lighthouse', 'keeper'])
    expect(coverage).toBeGreaterThan(0.84)
  })

  it('never shows what another workspace holds, nor changes a score by it', async () => {
    const [mine, other] = [await insertWorkspace(), await insertWorkspace()]
    const { documentId } = await addDocument(mine, TEXTS)
    const question = 'Which ships does the lighthouse keeper count?'
    const before = await retrieve(mine, { question })
    const foreign = await addDocument(other, TEXTS)
    await addDocument(other, ['lighthouse keeper ships count '.repeat(20)])
    const after = await retrieve(mine, { question })
    expect(after).toEqual(before)
    expect(new Set(after.passages.map((passage) => passage.documentId))).toEqual(new Set([documentId]))
    expect((await retrieve(mine, { question, documentIds: [foreign.documentId] })).passages).toEqual([])
  })

  it('cannot find a document in the trash from the next query on', async () => {
    const ctx = await insertWorkspace()
    const kept = await addDocument(ctx, [TEXTS[2] ?? ''])
    const gone = await addDocument(ctx, TEXTS)
    const question = 'Which ships does the lighthouse keeper count?'
    expect((await retrieve(ctx, { question })).passages.map(({ documentId }) => documentId)).toContain(
      gone.documentId,
    )
    await trash(gone.documentId)
    const { passages } = await retrieve(ctx, { question })
    expect(passages.map(({ documentId }) => documentId)).toEqual([kept.documentId])
    expect((await retrieve(ctx, { question, documentIds: [gone.documentId] })).passages).toEqual([])
  })

  it('searches only the documents that are named', async () => {
    const ctx = await insertWorkspace()
    await addDocument(ctx, TEXTS)
    const named = await addDocument(ctx, ['A lighthouse made of sand.'])
    const { passages } = await retrieve(ctx, { question: 'lighthouse', documentIds: [named.documentId] })
    expect(passages.map(({ documentId }) => documentId)).toEqual([named.documentId])
  })

  it('orders duplicates by id, every time', async () => {
    const ctx = await insertWorkspace()
    const { chunkIds } = await addDocument(
      ctx,
      Array.from({ length: 6 }, () => TEXTS[0] ?? ''),
    )
    for (let turn = 0; turn < 3; turn++) {
      const { passages } = await retrieve(ctx, { question: 'lighthouse keeper' })
      expect(passages.map(({ chunkId }) => chunkId)).toEqual(chunkIds)
    }
  })

  it('puts passages with an exact identifier before better matches without it', async () => {
    const ctx = await insertWorkspace()
    const filler = Array.from({ length: 5 }, () => 'The invoice total and the payment terms of the invoice.')
    const { chunkIds } = await addDocument(ctx, [
      ...filler,
      'Invoice INV-2024-007: paid late.',
      'Invoice INV-2024-008.',
    ])
    const { passages } = await retrieve(ctx, {
      question: 'payment terms and total of the invoice INV-2024-007',
    })
    expect(passages[0]?.chunkId).toBe(chunkIds[5])
  })

  it.each([
    ['only stop words', 'who are they?', 0],
    ['emoji', '👩‍🚀🚀', 0],
    ['nothing', '   ', 0],
  ])('answers %s with the openings of the documents and no trust', async (_, question, coverage) => {
    const ctx = await insertWorkspace()
    const { chunkIds } = await addDocument(ctx, TEXTS)
    const found = await retrieve(ctx, { question })
    expect(found.coverage).toBe(coverage)
    expect(found.passages.map(({ chunkId }) => chunkId)).toEqual([chunkIds[0]])
  })

  it('trusts the openings for an overview of a few documents, not of many', async () => {
    const ctx = await insertWorkspace()
    const { chunkIds } = await addDocument(ctx, TEXTS)
    const few = await retrieve(ctx, { question: 'Summarise this document' })
    expect(few.coverage).toBe(1)
    expect(few.passages.map(({ chunkId }) => chunkId)).toEqual([chunkIds[0]])
    for (let count = 1; count < 4; count++) await addDocument(ctx, TEXTS)
    expect((await retrieve(ctx, { question: 'Summarise this document' })).coverage).toBe(0)
  })

  it('takes fifty thousand characters, other scripts and characters of SQL', async () => {
    const ctx = await insertWorkspace()
    const { chunkIds } = await addDocument(ctx, [...TEXTS, 'המגדלור עומד על החוף.'])
    const long = `lighthouse keeper ${Array.from({ length: 8_000 }, (_, at) => `w${at}`).join(' ')}`.slice(
      0,
      50_000,
    )
    expect((await retrieve(ctx, { question: long })).passages[0]?.chunkId).toBe(chunkIds[0])
    expect((await retrieve(ctx, { question: 'המגדלור' })).passages[0]?.chunkId).toBe(chunkIds[3])
    expect((await retrieve(ctx, { question: `'; DROP TABLE chunk; -- "100%_"` })).coverage).toBeLessThan(0.84)
  })

  it('finds nothing in an empty workspace', async () => {
    expect((await retrieve(await insertWorkspace(), { question: 'lighthouse' })).passages).toEqual([])
  })
})

describe('searchChunks', () => {
  it('ranks in two stages as in one full pass while all candidates fit', async () => {
    const ctx = await insertWorkspace()
    const nouns = ['ship', 'harbour', 'grain', 'paint', 'lamp', 'storm', 'rope']
    const texts = Array.from(
      { length: 120 },
      (_, at) =>
        `The ${nouns[at % 7]} and the ${nouns[(at * 3) % 5]} of day ${at}. A ${nouns[(at * 5) % 7]}.`,
    )
    const { versionId } = await addDocument(ctx, texts)
    for (const question of ['storm in the harbour', 'lamp day 17', 'grain ship rope paint', 'hrabour']) {
      const rank = (scan: 'twoStage' | 'full') =>
        withTenant(ctx, (tx) =>
          searchChunks(
            tx,
            { ...SCOPE, workspaceId: ctx.workspaceId, versionIds: [versionId], scan },
            question,
          ),
        )
      const [two, full] = [await rank('twoStage'), await rank('full')]
      expect(two.ranked.map(({ chunkId }) => chunkId)).toEqual(full.ranked.map(({ chunkId }) => chunkId))
      expect(two.coverage).toBeCloseTo(full.coverage, 6)
    }
  })
})

describe('index', () => {
  it('comes back to the same counts after a version was removed and indexed again', async () => {
    const ctx = await insertWorkspace()
    await addDocument(ctx, TEXTS.slice(0, 1))
    const alone = await readIndexSums(ctx)
    const { versionId, chunkIds } = await addDocument(ctx, TEXTS)
    const both = await readIndexSums(ctx)
    expect(both?.chunks).toBe(4)

    const remove = (limit?: number) =>
      withTenant(ctx, (tx) => removeVersionFromIndex(tx, ctx.workspaceId, versionId, limit))
    expect(await remove(2)).toBe(2)
    expect(await remove()).toBe(1)
    expect(await remove()).toBe(0)
    expect(await readIndexSums(ctx)).toEqual(alone)

    const chunks = TEXTS.map((text, at) => ({ id: chunkIds[at] ?? '', title: 'Coast', text }))
    await withTenant(ctx, (tx) => indexChunks(tx, ctx.workspaceId, versionId, chunks))
    expect(await readIndexSums(ctx)).toEqual(both)
  })

  it('counts chunks once when a job indexes them again', async () => {
    const ctx = await insertWorkspace()
    const { versionId, chunkIds } = await addDocument(ctx, TEXTS)
    const before = await readIndexSums(ctx)
    const again = chunkIds.map((id, at) => ({ id, title: 'Coast', text: TEXTS[at] ?? '' }))
    await withTenant(ctx, (tx) => indexChunks(tx, ctx.workspaceId, versionId, again))
    expect(await readIndexSums(ctx)).toEqual(before)
  })

  it('takes a chunk without any word', async () => {
    const ctx = await insertWorkspace()
    const { versionId } = await addDocument(ctx, ['— — —', '* * *'])
    expect(await withTenant(ctx, (tx) => removeVersionFromIndex(tx, ctx.workspaceId, versionId))).toBe(2)
  })
})
