import { describe, expect, expectTypeOf, it } from 'vitest'
import { streamChat } from './gateway.ts'
import type { ChatModel, ChatRequest } from './model.ts'
import { type Reservation, sealReservation } from './reservation.ts'

const request: ChatRequest = { question: 'q', passages: [], termWeights: new Map(), maxOutputTokens: 10 }
const facts = { id: 'r1', workspaceId: 'w1', heldMc: 1000 }

function countingModel(): ChatModel & { calls: number } {
  const model = {
    id: 'counting',
    calls: 0,
    async *stream() {
      model.calls++
      yield { type: 'text', text: 'a' } as const
      yield { type: 'text', text: 'b' } as const
    },
  }
  return model
}

async function collect(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const chunks: unknown[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return chunks
}

describe('streamChat', () => {
  it('streams what the model says', async () => {
    const chunks = await collect(
      streamChat(countingModel(), sealReservation(facts), request, new AbortController().signal),
    )
    expect(chunks).toEqual([
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ])
  })

  it('refuses an object that merely looks like a reservation, before the model is called', async () => {
    const model = countingModel()
    const lookalike: Reservation = { ...sealReservation(facts) }
    await expect(
      collect(streamChat(model, lookalike, request, new AbortController().signal)),
    ).rejects.toThrow('metered')
    expect(model.calls).toBe(0)
  })

  it('asks no model on behalf of somebody who is gone', async () => {
    const model = countingModel()
    await expect(
      collect(streamChat(model, sealReservation(facts), request, AbortSignal.abort())),
    ).rejects.toThrow()
    expect(model.calls).toBe(0)
  })

  it('stops handing on when the signal aborts', async () => {
    const stop = new AbortController()
    const chunks: unknown[] = []
    for await (const chunk of streamChat(countingModel(), sealReservation(facts), request, stop.signal)) {
      chunks.push(chunk)
      stop.abort()
    }
    expect(chunks).toHaveLength(1)
  })

  it('does not compile without a reservation', () => {
    expectTypeOf(streamChat).parameter(1).toEqualTypeOf<Reservation>()
    expectTypeOf<undefined>().not.toExtend<Reservation>()
    expectTypeOf<typeof facts>().not.toExtend<Reservation>()
    expectTypeOf<ChatModel['stream']>().parameter(0).toEqualTypeOf<Reservation>()
  })
})
