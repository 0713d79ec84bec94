import { describe, expect, it } from 'vitest'
import { streamChat } from './gateway.ts'
import type { ChatChunk, ChatModel, ChatRequest } from './model.ts'
import { sealReservation } from './reservation.ts'

const reservation = sealReservation({ id: 'r', workspaceId: 'w', heldMc: 1_000 })
const request: ChatRequest = { question: 'Why?', passages: [], termWeights: new Map(), maxOutputTokens: 10 }
const usage: ChatChunk = {
  type: 'usage',
  usage: { inputTokens: 1, outputTokens: 1, source: 'local', costMicroUsd: 0 },
}
const text = (value: string): ChatChunk => ({ type: 'text', text: value })

function scripted(stream: (signal: AbortSignal) => AsyncGenerator<ChatChunk>): ChatModel {
  return { id: 'scripted', stream: (_reservation, _request, signal) => stream(signal) }
}

async function read(model: ChatModel, signal = new AbortController().signal) {
  const chunks: ChatChunk[] = []
  for await (const chunk of streamChat(model, reservation, request, {
    signal,
    limits: { firstTextMs: 40, nextTextMs: 40 },
  })) {
    chunks.push(chunk)
  }
  return chunks
}

describe('streamChat', () => {
  it('passes a complete answer on', async () => {
    const model = scripted(async function* () {
      yield text('a')
      yield usage
    })
    expect(await read(model)).toEqual([text('a'), usage])
  })

  it('refuses what only looks like a reservation, before the model is asked', async () => {
    const model = scripted(() => {
      throw new Error('asked')
    })
    const forged: typeof reservation = { ...reservation }
    const stream = streamChat(model, forged, request, { signal: new AbortController().signal })
    await expect(stream.next()).rejects.toThrow('without a reservation')
  })

  it('calls an answer without usage cut', async () => {
    await expect(read(scripted(async function* () { yield text('a') }))).rejects.toMatchObject({ reason: 'cut' }) // biome-ignore format: one thought
  })

  it('calls an error of the model failed, and a silence a timeout', async () => {
    const failing = scripted(async function* () {
      yield text('a')
      throw new Error('socket')
    })
    await expect(read(failing)).rejects.toMatchObject({ reason: 'failed' })
    const silent = scripted(async function* () {
      yield text('a')
      await new Promise(() => undefined)
    })
    await expect(read(silent)).rejects.toMatchObject({ reason: 'timeout' })
  })

  it('ends at once when it is told to, though the model does not listen', async () => {
    const controller = new AbortController()
    const deaf = scripted(async function* () {
      yield text('a')
      controller.abort()
      await new Promise(() => undefined)
    })
    expect(await read(deaf, controller.signal)).toEqual([text('a')])
  })
})
