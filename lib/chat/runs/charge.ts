import type { ModelUsage } from '#lib/platform/llm/model.ts'
import { ANSWER_MC } from './limits.ts'

/** How an answer ended, as far as money is concerned. */
export type ChargeableEnd = 'answered' | 'refused' | 'stopped' | 'failed' | 'interrupted'

/**
 * What an answer costs in mc (the price list of docs/architecture.md): an answer the full price; a stopped one
 * `min(1,000, ⌈(input + 4 × output tokens) / 10⌉)`, at least 1, and nothing before its first text; everything else
 * nothing, whatever it has cost us.
 */
export function toChargeMc(
  end: ChargeableEnd,
  hasText: boolean,
  usage: Pick<ModelUsage, 'inputTokens' | 'outputTokens'>,
): number {
  if (end === 'answered') return ANSWER_MC
  if (end !== 'stopped' || !hasText) return 0
  const formula = Math.ceil((usage.inputTokens + 4 * usage.outputTokens) / 10)
  return Math.min(ANSWER_MC, Math.max(1, formula))
}

/** Tokens of a text where no provider counts them: characters / 4, rounded up. */
export function countTokens(characters: number): number {
  return Math.ceil(characters / 4)
}
