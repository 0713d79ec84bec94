import { describe, expect, it } from 'vitest'
import { Semaphore } from './semaphore.ts'

describe('Semaphore', () => {
  it('runs so many at once, the others in the order in which they came', async () => {
    const semaphore = new Semaphore(2, 10)
    const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>())
    const started: number[] = []
    const runs = gates.map((gate, at) =>
      semaphore.run(() => {
        started.push(at)
        return gate.promise
      }),
    )
    expect(started).toEqual([0, 1])
    for (const gate of gates) gate.resolve()
    await Promise.all(runs)
    expect(started).toEqual([0, 1, 2, 3])
  })

  it('turns away whoever finds the line full, with words and a time, and takes the next when it has moved', async () => {
    const semaphore = new Semaphore(1, 2)
    const gate = Promise.withResolvers<void>()
    const running = [1, 2, 3].map(() => semaphore.run(() => gate.promise))
    await expect(semaphore.run(() => gate.promise)).rejects.toMatchObject({
      code: 'unavailable',
      extensions: { retryAfterSeconds: 5 },
    })
    gate.resolve()
    await Promise.all(running)
    await expect(semaphore.run(async () => 'done')).resolves.toBe('done')
  })
})
