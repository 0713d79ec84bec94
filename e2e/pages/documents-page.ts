import { expect, type Locator, type Page } from '@playwright/test'

type Files = Parameters<Locator['setInputFiles']>[0]

/** The table of documents, found as a person finds things: by name and role. */
export class DocumentsPage {
  readonly page: Page
  readonly #slug: string

  constructor(page: Page, slug: string) {
    this.page = page
    this.#slug = slug
  }

  get path(): string {
    return `/w/${this.#slug}/documents`
  }

  async goto(): Promise<void> {
    await this.page.goto(this.path)
    await expect(this.page.getByRole('button', { name: 'Add files' })).toBeVisible()
    await expect(this.page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
  }

  async upload(files: Files): Promise<void> {
    await this.page.getByLabel('Files to add').setInputFiles(files)
  }

  row(name: string): Locator {
    return this.page.getByRole('row').filter({ hasText: name })
  }

  async waitUntilReady(name: string): Promise<void> {
    await expect(this.row(name)).toContainText('Ready', { timeout: 60_000 })
  }

  async delete(name: string): Promise<void> {
    await this.page.getByRole('button', { name: `More for ${name}` }).click()
    await this.page.getByRole('menuitem', { name: 'Delete' }).click()
  }
}
