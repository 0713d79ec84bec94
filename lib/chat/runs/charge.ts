import { PRICES, stoppedAnswerMc } from '#lib/billing/plans.ts'
import type { ModelUsage } from '#lib/platform/llm/model.ts'

/** How an answer ended, as far as money is concerned. */
export type ChargeableEnd = 'answered' | 'refused' | 'stopped' | 'failed' | 'interrupted'

/**
 * What an answer costs in mc, by the price list of lib/billing/plans: an answer the full price, a stopped one what was
 * used and nothing before its first text; everything else nothing, whatever it has cost us.
 */
export function toChargeMc(
  end: ChargeableEnd,
  hasText: boolean,
  usage: Pick<ModelUsage, 'inputTokens' | 'outputTokens'>,
): number {
  if (end === 'answered') return PRICES.answer
  if (end !== 'stopped' || !hasText) return 0
  return stoppedAnswerMc(usage.inputTokens, usage.outputTokens)
}
