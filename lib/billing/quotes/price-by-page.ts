import type { QuoteLine } from './quote.ts'

/** A price per page with a floor, as the catalogue has them (`PRICES.reindex` and its like). */
export interface PageRule {
  readonly perPage: number
  readonly atLeast: number
}

/** What so many pages cost under `rule`, in mc, with the lines that add up to it. */
export function priceByPage(rule: PageRule, pages: number): { amountMc: number; breakdown: QuoteLine[] } {
  const pagesMc = rule.perPage * pages
  const missingMc = Math.max(0, rule.atLeast - pagesMc)
  const lines = [{ label: 'Pages', quantity: pages, unitMc: rule.perPage, amountMc: pagesMc }]
  if (missingMc > 0)
    lines.push({ label: 'Up to the minimum', quantity: 1, unitMc: missingMc, amountMc: missingMc })
  return { amountMc: pagesMc + missingMc, breakdown: lines }
}
