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

const TARIFFS = `# Harbour tariffs

| Vessel | Fee per day | Fee in winter |
| --- | --- | --- |
| Fishing boat | 12 crowns | 6 crowns |
| Sailing yacht | 18 crowns | 9 crowns |
| Cargo ship | 140 crowns | 70 crowns |

The **harbour office** takes the fees before noon.
`
const TARIFF_QUESTION = 'What are the fees of the fishing boat, sailing yacht and cargo ship?'

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
  await expect(page.getByText('50 / 50')).toBeVisible()
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
  await expect(page.getByRole('dialog', { name: 'No credits are left this month' })).toBeVisible()
  await page.keyboard.press('Escape')
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

test('each quoted table row has its marker and its note, none over another, and is marked in a set page', async ({
  page,
  chatPage,
  addDocument,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await addDocument('tariffs.md', TARIFFS)
  await chatPage.goto()
  await chatPage.ask(TARIFF_QUESTION)
  await expect(page.getByText('3 sources', { exact: true })).toBeVisible({ timeout: 30_000 })
  for (const marker of [1, 2, 3]) await expect(chatPage.footnote(marker)).toBeVisible()
  const notes = page.getByRole('note')
  await expect(notes).toHaveCount(3)
  await expect(async () => {
    const boxes = await notes.evaluateAll((all) => all.map((note) => note.getBoundingClientRect().toJSON()))
    for (const [index, box] of boxes.entries())
      if (index > 0) expect(box.top).toBeGreaterThanOrEqual(boxes[index - 1].bottom - 0.5)
  }).toPass()
  await expect(notes.last()).not.toContainText('|')

  await chatPage.footnote(2).click()
  await expect(chatPage.viewer.getByRole('heading', { name: 'Harbour tariffs' })).toBeVisible()
  await expect(chatPage.viewer).not.toContainText('|')
  await expect(chatPage.activeMarks).toHaveCount(3)
  await expect(chatPage.activeMarks.last()).toHaveText(/^\d+ crowns$/)
})

test('the questions to begin with are answered by the documents they come from', async ({
  page,
  chatPage,
  addDocument,
}) => {
  await addDocument('harbour.md', LETTER)
  await addDocument('a report of my own.pdf', await readFile(SAMPLE))
  await chatPage.goto()
  const beginnings = page.getByRole('list', { name: 'Questions to begin with' }).getByRole('button')
  await expect(beginnings).toHaveCount(4)
  const questions = await beginnings.allInnerTexts()
  for (const question of questions) {
    await chatPage.goto()
    await beginnings.filter({ hasText: question }).click()
    await expect(page.getByRole('heading', { name: question, level: 2 })).toBeVisible()
    await expect(chatPage.sources).toBeVisible({ timeout: 30_000 })
  }
})

test('without a margin a click pins the popover that hovering brought, and the page takes its place', async ({
  page,
  chatPage,
  addDocument,
}) => {
  await page.setViewportSize({ width: 900, height: 800 })
  await addDocument('harbour.md', LETTER)
  await chatPage.goto()
  await chatPage.ask('When was the ferry built?')
  const popover = page.getByRole('dialog', { name: 'Footnote 1' })
  await chatPage.footnote(1).hover({ timeout: 30_000 })
  await expect(popover).toBeVisible()
  await chatPage.footnote(1).click()
  await expect(popover).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(chatPage.footnote(1)).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Tab')
  await expect(popover).toBeVisible()
  // The page opens as soon as the answer is stored, a moment after its last word.
  await expect(async () => {
    await page.keyboard.press(']')
    await expect(page).toHaveURL(/cite=/, { timeout: 1_000 })
  }).toPass()
  await expect(chatPage.activeMarks.first()).toBeInViewport()
  await expect(popover).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/cite=/)
  await expect(chatPage.footnote(1)).toBeFocused()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('Back closes the sheet of a footnote, then its page, and only then leaves', async ({
    page,
    chatPage,
    addDocument,
  }) => {
    await addDocument('harbour.md', LETTER)
    await chatPage.goto()
    await chatPage.ask('When was the ferry built?')
    const sheet = page.getByRole('dialog', { name: 'Footnote 1' })
    const address = page.url()
    await chatPage.footnote(1).tap({ timeout: 30_000 })
    await expect(sheet).toBeVisible()
    await page.goBack()
    await expect(sheet).toBeHidden()
    await expect(page).toHaveURL(address)

    await chatPage.footnote(1).tap()
    await sheet.getByRole('button', { name: 'Open the page' }).tap()
    await expect(chatPage.activeMarks.first()).toBeInViewport()
    await page.goBack()
    await expect(chatPage.viewer).toBeHidden()
    await expect(page).toHaveURL(address)
    await page.goBack()
    await expect(page).toHaveURL(/\/chat$/)
  })
})
