import type { ChatRequest, ModelUsage } from '#lib/platform/llm/model.ts'

/** Our own count of what an answer takes, where no provider gives one; it costs us nothing known. */
export function countUsage({ question, passages }: ChatRequest, outputCharacters: number): ModelUsage {
  const inputCharacters = passages.reduce((sum, { text }) => sum + text.length, question.length)
  return {
    inputTokens: countTokens(inputCharacters),
    outputTokens: countTokens(outputCharacters),
    source: 'local',
    costMicroUsd: 0,
  }
}

/** What a model says it has used; where its provider counted, with our own count of the same call beside it. */
export function withEstimate(usage: ModelUsage, own: ModelUsage): ModelUsage {
  if (usage.source !== 'provider') return usage
  return { ...usage, estimate: { inputTokens: own.inputTokens, outputTokens: own.outputTokens } }
}

/** Tokens of a text where no provider counts them: characters / 4, rounded up. */
export function countTokens(characters: number): number {
  return Math.ceil(characters / 4)
}
