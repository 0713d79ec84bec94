import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { withPlatform } from '#lib/platform/db/index.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { enqueue, type JobDefinition, startQueue, stopQueue, work } from './index.ts'

const job: JobDefinition<{ owner: string }> = {
  name: 'ingest',
  payload: z.strictObject({ owner: z.string() }),
  turnBy: 'owner',
}

const put = async (owner: string, count = 1) => {
  for (let each = 0; each < count; each++) {
    await withPlatform('deliverMail', (tx) => enqueue(tx, job, { owner }))
  }
}

/** Works with `slots` at once. Each job waits until `next` ends the oldest that runs; the starts come in order. */
function serve(slots: number) {
  const starts: string[] = []
  const running: (() => void)[] = []
  void work(
    job,
    ({ owner }) =>
      new Promise<void>((resolve) => {
        starts.push(owner)
        running.push(resolve)
      }),
    { concurrency: slots },
  )
  const until = (count: number) => expect.poll(() => starts.length, { timeout: 10_000 }).toBe(count)
  return {
    starts,
    until,
    async next() {
      const count = starts.length
      running.shift()?.()
      await until(count + 1)
      return starts.at(-1)
    },
    endAll() {
      for (const end of running) end()
    },
  }
}

let queue: ReturnType<typeof serve> | null = null
beforeEach(() => startQueue('worker'))
afterEach(async () => {
  queue?.endAll()
  queue = null
  await stopQueue()
  await ownerQuery('DELETE FROM pgboss.job')
})

describe('a queue that many share', () => {
  it('starts the one job of a newcomer in the next slot that is free, before forty-eight that were there', async () => {
    const [many, one] = [randomUUID(), randomUUID()]
    await put(many, 50)
    queue = serve(2)
    await queue.until(2)
    await put(one)
    expect(await queue.next()).toBe(one)
    expect(await queue.next()).toBe(many)
  })

  it('serves all who wait in turns, also when there are more of them than slots', async () => {
    await put('a', 3)
    await put('b', 3)
    await put('c', 3)
    queue = serve(2)
    await queue.until(2)
    for (let each = 0; each < 7; each++) await queue.next()
    const rounds = [0, 3, 6].map((start) => queue?.starts.slice(start, start + 3).toSorted())
    expect(rounds).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ])
  })

  it('does not put off those who wait for one who comes again and again', async () => {
    await put('many', 6)
    queue = serve(1)
    await queue.until(1)
    for (let each = 0; each < 3; each++) {
      await put('again')
      await queue.next()
      await queue.next()
    }
    expect(queue.starts.filter((owner) => owner === 'many').length).toBeGreaterThanOrEqual(4)
  })
})
