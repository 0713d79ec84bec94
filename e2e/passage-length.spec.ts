import { readFile } from 'node:fs/promises'
import { exhaustCredits } from './fixtures/credits.ts'
import { expect, test } from './fixtures/test.ts'

const QUESTION = 'How much cooler was the air in streets with old trees on hot afternoons?'
const WORDS = '1.9 degrees cooler'

test('passages in another length: the price before, the receipt after, old and new footnotes open; without credits a way on', async ({
  page,
  person,
  addDocument,
  documentsPage,
  chatPage,
}) => {
  await addDocument('two-columns.pdf', await readFile('e2e/files/two-columns.pdf'))
  await chatPage.goto()
  await chatPage.ask(QUESTION)
  await expect(chatPage.sources).toBeVisible()
  const before = page.url()

  const openDialog = async () => {
    await documentsPage.goto()
    await page.getByRole('button', { name: 'More for two-columns.pdf' }).click()
    await page.getByRole('menuitem', { name: /^Passage length/ }).click()
    return page.getByRole('dialog', { name: 'Passage length' })
  }
  const dialog = await openDialog()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'More for two-columns.pdf' })).toBeFocused()
  await openDialog()
  await expect(dialog.getByRole('radio', { name: /^Standard/ })).toBeChecked()
  await dialog.getByRole('radio', { name: /^Short/ }).check()
  await expect(dialog).toContainText('× 0.02 =')
  await expect(dialog).toContainText('at least 1 credit')
  await expect(dialog).toContainText('48 credits left after it.')
  await dialog.getByRole('button', { name: 'Make them for 1 credit' }).click()
  await expect(dialog).toHaveCount(0)
  const row = documentsPage.row('two-columns.pdf')
  await expect(row).toContainText('Re-indexed with short passages · 1 credit', { timeout: 60_000 })

  await page.goto(before)
  await chatPage.footnote(1).click()
  await expect(chatPage.activeMarks.first()).toBeVisible({ timeout: 30_000 })
  await chatPage.goto()
  await chatPage.ask(QUESTION)
  await expect(chatPage.sources).toBeVisible()
  await chatPage.footnote(1).click()
  await expect(chatPage.activeMarks.first()).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('main')).toContainText(WORDS)

  await exhaustCredits(person.workspaceId)
  const poor = await openDialog()
  await poor.getByRole('radio', { name: /^Long/ }).check()
  await expect(poor).toContainText('0 credits left: not enough for it.')
  await poor.getByRole('button', { name: 'See what helps' }).click()
  await expect(page.getByRole('dialog', { name: /credits/ })).toContainText(
    '“two-columns.pdf” stays as it is.',
  )

  // What was made before is free, also now.
  await page.keyboard.press('Escape')
  const free = await openDialog()
  await free.getByRole('radio', { name: /^Standard/ }).check()
  await expect(free).toContainText('Free: these passages were made before.')
  await free.getByRole('button', { name: 'Make them' }).click()
  await expect(free).toHaveCount(0)
  await expect(row).not.toContainText('short passages', { timeout: 60_000 })
})
