import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PLANS, PRICES, toCredits } from '#lib/billing/plans.ts'

/** Text as it reads, wherever its lines break. */
function readDoc(path: string): string {
  return readFileSync(path, 'utf8').replace(/\s+/g, ' ')
}

describe('figures that the documentation names', () => {
  it('are those that are enforced: README', () => {
    const { limits, creditsMc } = PLANS.free
    expect(readDoc('README.md')).toContain(
      `opens a workspace on Free: ${limits.documents} documents, ${limits.pages} pages, ${toCredits(creditsMc)} credits a month, an answer for ${toCredits(PRICES.answer)}.`,
    )
  })
})
