import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { withPlatform } from '#lib/platform/db/index.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { enqueue, type JobDefinition, startQueue, stopQueue, work } from './index.ts'

const job: JobDefinition<{ id: string }> = { name: 'ingest', payload: z.strictObject({ id: z.uuid() }) }
const put = (id: string, singletonKey?: string) =>
  withPlatform('deliverMail', (tx) => enqueue(tx, job, { id }, singletonKey ? { singletonKey } : {}))

async function stateOf(id: string): Promise<{ state: string; retry_count: number } | undefined> {
  const rows = await ownerQuery<{ state: string; retry_count: number }>(
    "SELECT state::text, retry_count FROM pgboss.job WHERE data->>'id' = $1",
    [id],
  )
  return rows[0]
}

beforeEach(async () => {
  await stopQueue()
  await startQueue('worker')
})
afterEach(async () => {
  await ownerQuery('DELETE FROM pgboss.job')
})

describe('enqueue', () => {
  it('makes no job when the transaction is rolled back', async () => {
    const id = randomUUID()
    const failing = withPlatform('deliverMail', async (tx) => {
      await enqueue(tx, job, { id })
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await stateOf(id)).toBeUndefined()
  })

  it('refuses a payload that the definition does not allow', async () => {
    await expect(put('not-a-uuid')).rejects.toThrow()
  })

  it('refuses to run before the queue was started, instead of waiting for itself', async () => {
    await stopQueue()
    await expect(put(randomUUID())).rejects.toThrow('startQueue')
  })
})

describe('work', () => {
  it('hands a committed job to the handler and completes it', async () => {
    const id = randomUUID()
    const handled = new Promise<string>((resolve) => void work(job, async (payload) => resolve(payload.id)))
    await put(id)
    expect(await handled).toBe(id)
    await expect.poll(() => stateOf(id)).toMatchObject({ state: 'completed' })
  })

  it('gives a running job back when the process is told to stop, without counting the attempt', async () => {
    const id = randomUUID()
    const running = new Promise<void>((resolve) => {
      void work(job, (_payload, { signal }) => {
        resolve()
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        )
      })
    })
    await put(id)
    await running
    await stopQueue()
    expect(await stateOf(id)).toEqual({ state: 'retry', retry_count: 0 })

    await startQueue('worker')
    const again = new Promise<number>(
      (resolve) => void work(job, async (_payload, run) => resolve(run.retryCount)),
    )
    expect(await again).toBe(0)
  })

  it('keeps a failed job for a later attempt', async () => {
    const id = randomUUID()
    const tried = new Promise<void>((resolve) => {
      void work(job, async () => {
        resolve()
        throw new Error('not today')
      })
    })
    await put(id)
    await tried
    await expect.poll(() => stateOf(id)).toMatchObject({ state: 'retry' })
  })

  it('leaves a job with the worker that goes on with it, when an earlier attempt ends late', async () => {
    const id = randomUUID()
    const running = new Promise<void>((resolve) => {
      void work(job, (_payload, { signal }) => {
        resolve()
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        )
      })
    })
    await put(id)
    await running
    // This one was taken for dead, and another has begun the next attempt.
    await ownerQuery("UPDATE pgboss.job SET retry_count = 1 WHERE data->>'id' = $1", [id])
    await stopQueue()
    expect(await stateOf(id)).toEqual({ state: 'active', retry_count: 1 })
  })
})
