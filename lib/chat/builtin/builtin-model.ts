import { setTimeout as sleep } from 'node:timers/promises'
import { countUsage } from '#lib/chat/count-usage.ts'
import type { ChatChunk, ChatModel } from '#lib/platform/llm/model.ts'
import { assertReservation } from '#lib/platform/llm/reservation.ts'
import { composeAnswer } from './compose-answer.ts'

export const BUILTIN_MODEL_ID = 'builtin'

export interface Pace {
  /** Words sent at a time. */
  readonly words: number
  /** Pause between them. */
  readonly pauseMs: number
}

/** Fast, and still a stream: an answer of 60 words takes a third of a second. */
export const BUILTIN_PACE: Pace = { words: 3, pauseMs: 15 }

/**
 * The model that needs no key: it quotes the sentences that answer best and writes nothing of its own but the lead-in.
 * The same question over the same passages gives the same answer. Tokens are characters / 4; it costs nothing to run.
 */
export function createBuiltinModel(pace: Pace = BUILTIN_PACE): ChatModel {
  return {
    id: BUILTIN_MODEL_ID,
    async *stream(reservation, request, signal): AsyncGenerator<ChatChunk> {
      assertReservation(reservation)
      const answer = composeAnswer(request)
      let sent = 0
      for (const text of toSteps(answer, pace.words)) {
        if (signal.aborted) break
        yield { type: 'text', text }
        sent += text.length
        await pause(pace.pauseMs, signal)
      }
      yield { type: 'usage', usage: countUsage(request, sent) }
    },
  }
}

function toSteps(text: string, words: number): string[] {
  const tokens = text.match(/\S+\s*/g) ?? []
  const steps: string[] = []
  for (let at = 0; at < tokens.length; at += words) steps.push(tokens.slice(at, at + words).join(''))
  return steps
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
}
