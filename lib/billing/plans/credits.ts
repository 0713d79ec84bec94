const CREDIT_MC = 1_000

/** Milli-credits as a number of credits with at most three decimals. */
export function toCredits(mc: number): number {
  return Math.round(mc) / CREDIT_MC
}

/** A number of credits as integer milli-credits. */
export function toMilliCredits(credits: number): number {
  return Math.round(credits * CREDIT_MC)
}

/** Milli-credits as people read them, e.g. 1,499.75. */
export function formatCredits(mc: number): string {
  return toCredits(mc).toLocaleString('en-US', { maximumFractionDigits: 3 })
}
