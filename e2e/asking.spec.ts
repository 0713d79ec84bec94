import { readFile } from 'node:fs/promises'
import landing from '../components/layout/landing/landing-answer.json' with { type: 'json' }
import { exhaustCredits } from './fixtures/credits.ts'
import { expect, test } from './fixtures/test.ts'

const SAMPLE = 'public/sample/elderwick-annual-report.pdf'

const LETTER = `# Letter from the harbour

The ferry was built in 1911 by the Marlow yard. It carries ninety passengers and four carts.

The harbour master repaired the north pier in August. The repair cost 1,240 crowns.

In winter the ferry does not run. Mail then goes over the ice.
`

test('a question outside the documents is refused, free, with the nearest passages and no footnote', async ({
  page,
  chatPage,
  addDocument,
}) => {
  await addDocument('harbour.md', LETTER)
  await chatPage.goto()
  await chatPage.ask('Which satellites were launched by the space agency of Brazil?')
  await expect(page.getByText('Not found in your documents.')).toBeVisible()
  await expect(page.getByText(/it cost nothing/)).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Nearest passages' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Footnote \d/ })).toHaveCount(0)
  await expect(page.getByText('0 / 50')).toBeVisible()
})

test('without credits the question stays where it was written, and the page says what goes on', async ({
  page,
  person,
  chatPage,
  addDocument,
}) => {
  await addDocument('harbour.md', LETTER)
  await exhaustCredits(person.workspaceId)
  await chatPage.goto()
  const question = 'When was the ferry built?'
  await chatPage.question.fill(question)
  await chatPage.question.press('Enter')
  await expect(page.getByText(/All \d+ credits are used/)).toBeVisible()
  await expect(chatPage.question).toHaveValue(question)
  await expect(page).toHaveURL(/\/chat$/)
})

test('Enter sends, Shift+Enter breaks the line, and an input method keeps its Enter', async ({
  page,
  chatPage,
  addDocument,
}) => {
  await addDocument('harbour.md', LETTER)
  await chatPage.goto()
  await chatPage.question.fill('When was the ferry')
  await chatPage.question.press('Shift+Enter')
  await expect(chatPage.question).toHaveValue('When was the ferry\n')
  await chatPage.question.evaluate((area) =>
    area.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
    ),
  )
  await expect(page).toHaveURL(/\/chat$/)
  await chatPage.question.pressSequentially('built?')
  await chatPage.question.press('Enter')
  await expect(page).toHaveURL(/\/chat\/[0-9a-f-]{36}/)
  await expect(chatPage.question).toBeFocused()
  await expect(chatPage.footnote(1)).toBeVisible({ timeout: 30_000 })
})

test('a footnote is opened by keyboard alone, and [ and ] walk between footnotes', async ({
  page,
  chatPage,
  addDocument,
}) => {
  await addDocument('report.pdf', await readFile(SAMPLE))
  await chatPage.goto()
  await chatPage.question.focus()
  await page.keyboard.type(landing.question)
  await page.keyboard.press('Enter')
  await expect(chatPage.sources).toBeVisible({ timeout: 30_000 })
  await chatPage.footnote(1).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/cite=/)
  await expect(chatPage.activeMarks.first()).toBeInViewport()
  const first = new URL(page.url()).searchParams.get('cite')
  await page.keyboard.press(']')
  await expect(page).not.toHaveURL(new RegExp(`cite=${first}`))
  await page.keyboard.press('[')
  await expect(page).toHaveURL(new RegExp(`cite=${first}`))
})

test('without a margin a footnote shows its quote in a popover that Escape closes', async ({
  page,
  chatPage,
  addDocument,
}) => {
  await page.setViewportSize({ width: 900, height: 800 })
  await addDocument('harbour.md', LETTER)
  await chatPage.goto()
  await chatPage.ask('When was the ferry built?')
  const footnote = chatPage.footnote(1)
  await footnote.click({ timeout: 30_000 })
  const popover = page.getByRole('dialog', { name: 'Footnote 1' })
  await expect(popover).toContainText('built in 1911')
  await expect(popover).toContainText('= exact words')
  await page.keyboard.press('Escape')
  await expect(popover).toBeHidden()
  await expect(footnote).toBeFocused()
})
