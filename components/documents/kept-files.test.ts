import { describe, expect, it } from 'vitest'
import { makeMe } from '#components/billing/make-me.ts'
import type { Problem } from '#lib/platform/http/schema.ts'
import { findSendable } from './find-sendable.ts'
import { decideKept, type Kept, KeptFiles } from './kept-files.ts'
import type { KeptFile } from './kept-store.ts'
import { makeDocument } from './states.ts'

const OWNER = { userId: 'u', workspaceId: 'w' }
const refuse = (limitKey: string, limit: number, requested: number): Problem => ({
  type: '',
  title: '',
  status: 402,
  detail: '',
  code: 'limit_reached',
  requestId: '',
  limitKey,
  limit,
  requested,
})
const makeKept = (id: string, over: Partial<Kept> = {}): Kept => ({
  ...OWNER,
  id,
  file: new File(['x'], `${id}.pdf`),
  keptAt: 0,
  refusal: refuse('documents', 5, 1),
  documentId: null,
  isStored: true,
  ...over,
})

function makeStore(has: readonly KeptFile[] = []) {
  const rows = new Map(has.map((kept) => [kept.id, kept]))
  return {
    rows,
    list: async () => [...rows.values()],
    put: async (kept: KeptFile) => void rows.set(kept.id, kept),
    delete: async (id: string) => void rows.delete(id),
  }
}

describe('KeptFiles', () => {
  it('brings back what an earlier visit has kept, once', async () => {
    const files = new KeptFiles(makeStore([makeKept('a')]))
    await files.load(OWNER)
    await files.load(OWNER)
    expect(files.getFiles().map(({ id, isStored }) => [id, isStored])).toEqual([['a', true]])
  })

  it('shows a file at once and notes what becomes of it in its place', async () => {
    const store = makeStore()
    const files = new KeptFiles(store)
    const keeping = files.keep(makeKept('a'))
    expect(files.getFiles()).toHaveLength(1)
    await keeping
    await files.keep(makeKept('b'))
    await files.keep(makeKept('a', { documentId: 'd' }))
    expect(files.getFiles().map(({ id, documentId }) => [id, documentId])).toEqual([
      ['a', 'd'],
      ['b', null],
    ])
    expect(store.rows.get('a')?.documentId).toBe('d')
  })

  it('says so where the browser stores nothing, and keeps the file for the page', async () => {
    const files = new KeptFiles({
      ...makeStore(),
      put: () => Promise.reject(new Error('QuotaExceededError')),
    })
    await files.keep(makeKept('a'))
    expect(files.getFiles()).toMatchObject([{ id: 'a', isStored: false }])
  })

  it('leaves nothing of a file that was removed while it was written', async () => {
    const store = makeStore()
    const files = new KeptFiles(store)
    const keeping = files.keep(makeKept('a'))
    await files.remove('a')
    await keeping
    expect(files.getFiles()).toEqual([])
    expect(store.rows.size).toBe(0)
  })

  it('is empty in a browser that has no database', async () => {
    const files = new KeptFiles({ ...makeStore(), list: () => Promise.reject(new Error('no database')) })
    await files.load(OWNER)
    expect(files.getFiles()).toEqual([])
  })
})

describe('decideKept', () => {
  it('lets the file of a ready document go, and keeps one that is being looked at', () => {
    expect(decideKept(makeDocument())).toBe('release')
    expect(decideKept(makeDocument({ status: 'processing' }))).toBeNull()
  })

  it('keeps what the plan refused by its pages, with the figures', () => {
    const failure = {
      code: 'limit_reached' as const,
      text: 'Too many.',
      remedy: 'Split it.',
      retryable: false,
      refused: { limitKey: 'pages', limit: 150, requested: 40 },
    }
    expect(decideKept(makeDocument({ status: 'failed', failure }))).toMatchObject({
      refusal: {
        code: 'limit_reached',
        limitKey: 'pages',
        limit: 150,
        requested: 40,
        detail: 'Too many. Split it.',
      },
    })
  })

  it('lets a file go that could not be read: sending it again would not help', () => {
    const failure = { code: 'corrupt' as const, text: '', remedy: '', retryable: false }
    expect(decideKept(makeDocument({ status: 'failed', failure }))).toBe('release')
  })
})

describe('findSendable', () => {
  const { active } = makeMe()
  const idsOf = (files: readonly Kept[], used: { documents: number; pages: number }) =>
    findSendable(files, makeMe({ usage: { ...active.usage, ...used } })).map(({ id }) => id)

  it('offers as many as there is room for, the oldest first', () => {
    const files = [makeKept('a'), makeKept('b'), makeKept('c')]
    expect(idsOf(files, { documents: 5, pages: 0 })).toEqual([])
    expect(idsOf(files, { documents: 3, pages: 0 })).toEqual(['a', 'b'])
  })

  it('counts the pages of those before', () => {
    const files = ['a', 'b'].map((id) => makeKept(id, { refusal: refuse('pages', 150, 60) }))
    expect(idsOf(files, { documents: 0, pages: 40 })).toEqual(['a'])
    expect(idsOf(files, { documents: 0, pages: 30 })).toEqual(['a', 'b'])
  })

  it('offers nothing that is not decided', () => {
    expect(idsOf([makeKept('a', { refusal: null })], { documents: 0, pages: 0 })).toEqual([])
  })
})
