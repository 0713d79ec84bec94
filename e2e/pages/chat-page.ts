import { expect, type Locator, type Page } from '@playwright/test'

/** Question, answer, notes and the document beside them. */
export class ChatPage {
  readonly page: Page
  readonly question: Locator
  readonly viewer: Locator
  readonly #slug: string

  constructor(page: Page, slug: string) {
    this.page = page
    this.question = page.getByRole('textbox', { name: 'Your question' })
    this.viewer = page.getByRole('region', { name: /, page \d+$/ })
    this.#slug = slug
  }

  async goto(): Promise<void> {
    await this.page.goto(`/w/${this.#slug}/chat`)
    await expect(this.question).toBeVisible()
  }

  /** Asks, and waits until the question has an address of its own. */
  async ask(question: string): Promise<void> {
    await this.question.fill(question)
    await this.question.press('Enter')
    await expect(this.page).toHaveURL(/\/chat\/[0-9a-f-]{36}/)
  }

  footnote(marker: number): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^Footnote ${marker}: `) }).first()
  }

  /** The foot of a finished answer. */
  get sources(): Locator {
    return this.page.getByText(/^\d+ sources?$/)
  }

  /** The words that are marked in the viewer. */
  get activeMarks(): Locator {
    return this.viewer.locator('mark[data-active]')
  }
}
