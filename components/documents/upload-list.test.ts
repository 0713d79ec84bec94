import { describe, expect, it } from 'vitest'
import { makeDocument } from './states.ts'
import { UploadList } from './upload-list.ts'

describe('UploadList', () => {
  it('shows rows at once, in the order in which files were chosen', () => {
    const { list } = makeList()
    list.add('w', makeFiles('a', 'b'))
    list.add('w', makeFiles('c'))
    expect(list.getRows().map(({ file }) => file.name)).toEqual(['a', 'b', 'c'])
  })

  it('sends three files at a time and the next when one is done', async () => {
    const { list, sent } = makeList()
    list.add('w', makeFiles('a', 'b', 'c', 'd'))
    expect(sent.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
    expect(list.getRows().at(-1)?.state).toBe('waiting')
    await sent[1]?.finish()
    expect(sent.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd'])
    expect(list.getRows().map(({ file }) => file.name)).toEqual(['a', 'c', 'd'])
  })

  it('tells of each file that has become a document', async () => {
    const { list, sent } = makeList()
    const told: string[] = []
    list.onDocument(({ name }) => told.push(name))
    list.add('w', makeFiles('a'))
    await sent[0]?.finish()
    expect(told).toEqual(['a'])
  })

  it('says how much was sent, and that the end is near when all was', () => {
    const { list, sent } = makeList()
    list.add('w', makeFiles('a'))
    sent[0]?.progress(4)
    expect(list.getRows()[0]).toMatchObject({ state: 'sending', sentBytes: 4 })
    sent[0]?.progress(10)
    expect(list.getRows()[0]).toMatchObject({ state: 'finishing', sentBytes: 10 })
  })

  it('cancels a file on its way, takes its row off and lets the next one go', () => {
    const { list, sent } = makeList()
    list.add('w', makeFiles('a', 'b', 'c', 'd'))
    list.remove(list.getRows()[0]?.id ?? 0)
    expect(sent[0]?.cancelled).toBe(true)
    expect(list.getRows().map(({ file }) => file.name)).toEqual(['b', 'c', 'd'])
    expect(sent).toHaveLength(4)
  })

  it('keeps the row of a failed file with its reason, and the others go on', async () => {
    const { list, sent } = makeList()
    list.add('w', makeFiles('a', 'b', 'c', 'd'))
    await sent[0]?.fail('refused')
    expect(list.getRows()[0]).toMatchObject({ state: 'failed', error: 'refused' })
    expect(list.getRows()[3]?.state).toBe('sending')
  })

  it('sends a kept file once, however often it is asked to', async () => {
    const { list, sent } = makeList()
    const told: (string | null)[] = []
    list.onDocument((_, { keptId }) => told.push(keptId))
    const [file = new File([], 'none')] = makeFiles('a')
    list.resend({ id: 'kept', workspaceId: 'w', file })
    list.resend({ id: 'kept', workspaceId: 'w', file })
    await sent[0]?.finish()
    expect(sent).toHaveLength(1)
    expect(told).toEqual(['kept'])
  })

  it('sends a failed file again from its beginning', async () => {
    const { list, sent } = makeList()
    list.add('w', makeFiles('a'))
    sent[0]?.progress(4)
    await sent[0]?.fail('lost')
    list.retry(list.getRows()[0]?.id ?? 0)
    expect(list.getRows()[0]).toMatchObject({ state: 'sending', sentBytes: 0, error: null })
    expect(sent.map(({ name }) => name)).toEqual(['a', 'a'])
  })
})

interface Sent {
  name: string
  cancelled: boolean
  progress: (bytes: number) => void
  finish: () => Promise<void>
  fail: (reason: unknown) => Promise<void>
}

/** A list whose files go nowhere: the test says how far they have come. */
function makeList() {
  const sent: Sent[] = []
  const list = new UploadList((_workspaceId, file, onProgress) => {
    const { promise, resolve, reject } = Promise.withResolvers<ReturnType<typeof makeDocument>>()
    const settled = () => promise.then(nothing, nothing)
    const one: Sent = {
      name: file.name,
      cancelled: false,
      progress: onProgress,
      finish: () => {
        resolve(makeDocument({ name: file.name }))
        return settled()
      },
      fail: (reason) => {
        reject(reason)
        return settled()
      },
    }
    sent.push(one)
    return { done: promise, cancel: () => (one.cancelled = true) }
  })
  return { list, sent }
}

function nothing() {}

function makeFiles(...names: string[]): File[] {
  return names.map((name) => new File([new Uint8Array(10)], name))
}
