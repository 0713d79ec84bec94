import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { clearKeptFiles, deleteKeptFile, type KeptFile, listKeptFiles, putKeptFile } from './kept-store.ts'

const NOW = Date.parse('2026-11-24T12:00:00.000Z')
const DAY_MS = 24 * 60 * 60 * 1000

function makeKept(over: Partial<KeptFile> = {}): KeptFile {
  return {
    id: crypto.randomUUID(),
    userId: crypto.randomUUID(),
    workspaceId: 'w1',
    file: new File(['twelve bytes'], 'notes.md', { type: 'text/markdown' }),
    keptAt: NOW,
    refusal: null,
    documentId: null,
    ...over,
  }
}

describe('kept files in the browser', () => {
  it('come back as they were', async () => {
    const kept = makeKept({ documentId: 'd1' })
    await putKeptFile(kept)
    const [found] = await listKeptFiles(kept, NOW)
    expect(found).toMatchObject({ id: kept.id, documentId: 'd1', keptAt: NOW })
    expect(found?.file).toBeInstanceOf(File)
    expect(found?.file).toMatchObject({ name: 'notes.md', type: 'text/markdown', size: 12 })
    expect(await found?.file.text()).toBe('twelve bytes')
  })

  it('are those of one person in one workspace', async () => {
    const kept = makeKept()
    await putKeptFile(kept)
    await putKeptFile(makeKept({ userId: kept.userId, workspaceId: 'w2' }))
    await putKeptFile(makeKept())
    expect((await listKeptFiles(kept, NOW)).map(({ id }) => id)).toEqual([kept.id])
  })

  it('go one by one, and all at once when the person signs out', async () => {
    const { userId } = makeKept()
    const [first, second, other] = [makeKept({ userId }), makeKept({ userId, workspaceId: 'w2' }), makeKept()]
    for (const kept of [first, second, other]) await putKeptFile(kept)
    await deleteKeptFile(first.id)
    expect(await listKeptFiles(first, NOW)).toEqual([])
    await clearKeptFiles(userId)
    expect(await listKeptFiles(second, NOW)).toEqual([])
    expect(await listKeptFiles(other, NOW)).toHaveLength(1)
  })

  it('go by themselves after a month', async () => {
    const kept = makeKept()
    await putKeptFile(kept)
    expect(await listKeptFiles(kept, NOW + 29 * DAY_MS)).toHaveLength(1)
    expect(await listKeptFiles(kept, NOW + 31 * DAY_MS)).toEqual([])
    expect(await listKeptFiles(kept, NOW)).toEqual([])
  })
})
