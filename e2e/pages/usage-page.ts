import type { Locator, Page } from '@playwright/test'

/** What is left, and the ledger. */
export class UsagePage {
  readonly rows: Locator

  constructor(page: Page) {
    this.rows = page.getByRole('table', { name: 'What happened to the credits' }).locator('tbody tr')
  }

  row(text: string): Locator {
    return this.rows.filter({ hasText: text })
  }

  /** The lines as they stand, with the signs of their credits. */
  async read(): Promise<{ what: string; credits: number; balance: number }[]> {
    const cells = await this.rows.evaluateAll((rows) =>
      rows.map((row) => [
        row.querySelector('summary')?.firstChild?.textContent ?? '',
        ...[...row.querySelectorAll('td')].slice(-2).map((cell) => cell.textContent ?? ''),
      ]),
    )
    const toNumber = (text = '') => Number(text.replace('−', '-').replaceAll(',', ''))
    return cells.map(([what = '', credits, balance]) => ({
      what,
      credits: toNumber(credits),
      balance: toNumber(balance),
    }))
  }
}
