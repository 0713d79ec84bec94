/** What an event costs, in mc (a quote's are per page with a floor). */
export const PRICES = {
  answer: 1_000,
  ingest: 0,
  questionMindMap: 2_000,
  ocrPage: 500,
  reindex: { perPage: 20, atLeast: 1_000 },
  summary: { perPage: 50, atLeast: 1_000 },
  documentMindMap: { perPage: 100, atLeast: 2_000 },
} as const

/** Credits bought once: they do not expire and are spent after the month's. */
export const TOP_UP = { creditsMc: 1_000_000, priceCents: 1_200 } as const

/** Pro for a while, once and without a card, with credits of its own instead of Pro's. It ends on Free. */
export const TRIAL = { planKey: 'pro', days: 14, creditsMc: 200_000 } as const

/** From the first failed payment on everything works for so long; after that only reading does. */
export const GRACE_DAYS = 7

/**
 * What an answer costs that was stopped after its first text: min(1,000, ⌈(input + 4 × output tokens) / 10⌉) mc, at
 * least 1.
 */
export function stoppedAnswerMc(inputTokens: number, outputTokens: number): number {
  const measured = Math.ceil((inputTokens + 4 * outputTokens) / 10)
  return Math.min(PRICES.answer, Math.max(1, measured))
}
