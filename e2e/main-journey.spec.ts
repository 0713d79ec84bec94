import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Locator } from '@playwright/test'
import { PASSWORD } from './fixtures/api.ts'
import { makeRandomPdf } from './fixtures/random-document.ts'
import { expect, test } from './fixtures/test.ts'
import { ChatPage } from './pages/chat-page.ts'
import { DocumentsPage } from './pages/documents-page.ts'

interface Journey {
  readonly title: string
  readonly file: string
  readonly question: string
  /** Words that stand in the marked sentence. */
  readonly words: string
  readonly bytes: Buffer
}

async function makeJourneys(): Promise<Journey[]> {
  const random = await makeRandomPdf()
  return [
    {
      title: 'a two-column PDF',
      file: 'two-columns.pdf',
      question: 'How much cooler was the air in streets with old trees on hot afternoons?',
      words: '1.9 degrees cooler',
      bytes: await readFile('e2e/files/two-columns.pdf'),
    },
    {
      title: 'a rotated PDF',
      file: 'rotated.pdf',
      question: ROTATED.question,
      words: ROTATED.words,
      bytes: await readFile('e2e/files/rotated.pdf'),
    },
    {
      title: 'a PDF nobody has seen',
      file: 'road.pdf',
      question: random.question,
      words: random.fact,
      bytes: random.bytes,
    },
  ]
}

const ROTATED = {
  question: 'How many kilograms of honey did the twelve hives give when it was taken on 3 July?',
  words: 'Twelve hives gave 316 kilograms',
}

for (const [index, title] of ['a two-column PDF', 'a rotated PDF', 'a PDF nobody has seen'].entries()) {
  test(`with ${title}: sign up, upload, ask, open the footnote, reload, stop, delete, sign out`, async ({
    page,
    complaints,
  }) => {
    const journey = (await makeJourneys())[index]
    if (!journey) throw new Error('no journey')
    const email = `${randomUUID()}@example.com`

    await page.goto('/')
    await page
      .getByRole('link', { name: /^Start free/ })
      .first()
      .click()
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Create the account' }).click()
    await page.getByRole('link', { name: 'Open the mailbox' }).click()
    const link = page
      .locator('article, li, section')
      .filter({ hasText: email })
      .getByRole('link', { name: /verify-email/ })
    await expect(async () => {
      await page.reload()
      await expect(link.first()).toBeVisible({ timeout: 1_000 })
    }).toPass()
    await link.first().click()
    await expect(page).toHaveURL(/\/w\/[^/]+/)
    const slug = /\/w\/([^/?#]+)/.exec(page.url())?.[1] ?? ''

    const documentsPage = new DocumentsPage(page, slug)
    await documentsPage.goto()
    await documentsPage.upload({ name: journey.file, mimeType: 'application/pdf', buffer: journey.bytes })
    await documentsPage.waitUntilReady(journey.file)

    const chat = new ChatPage(page, slug)
    await chat.goto()
    await chat.ask(journey.question)
    // In the middle of the answer the page goes away and comes back: the same answer goes on, once.
    await page.reload()
    await expect(chat.sources).toHaveCount(1, { timeout: 30_000 })
    await expect(page.getByRole('heading', { name: journey.question, level: 2 })).toHaveCount(1)

    await chat.footnote(1).click()
    await expect(page).toHaveURL(/[?&]cite=/)
    await expectMarkedWords(chat, journey.words)

    await page.reload()
    await expectMarkedWords(chat, journey.words)

    await page.getByRole('button', { name: 'Close the document' }).click()
    await chat.question.fill(journey.question)
    await chat.question.press('Enter')
    await page.getByRole('button', { name: 'Stop' }).click()
    await expect(page.getByText('You stopped this answer')).toBeVisible()

    await documentsPage.goto()
    await documentsPage.delete(journey.file)
    await expect(documentsPage.row(journey.file)).toHaveCount(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(documentsPage.row(journey.file)).toHaveCount(1)
    await documentsPage.delete(journey.file)
    await expect(documentsPage.row(journey.file)).toHaveCount(0)

    await page.getByRole('button', { name: /’s workspace$/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(page).toHaveURL(/\/$/)
    await page.goto(`/w/${slug}/documents`)
    await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/)
    expect(complaints).toEqual([])
  })
}

/** The marks lie in the viewport, and on the words of the text layer that the footnote quotes. */
async function expectMarkedWords(chat: ChatPage, words: string): Promise<void> {
  const mark = chat.activeMarks.first()
  await expect(mark).toBeInViewport({ timeout: 20_000 })
  await expect(async () => {
    const covered = await readCoveredText(chat.viewer)
    expect(covered.replace(/\s+/g, ' ')).toContain(words.replace(/[.\s]+$/, ''))
  }).toPass({ timeout: 10_000 })
}

/** Text of the layer's runs whose middle lies under an active mark, in reading order. */
function readCoveredText(viewer: Locator): Promise<string> {
  return viewer.evaluate((root) => {
    const marks = [...root.querySelectorAll('mark[data-active]')].map((mark) => mark.getBoundingClientRect())
    const letters: string[] = []
    for (const span of root.querySelectorAll('.textLayer span')) {
      if (span.childElementCount > 0 || !span.firstChild) continue
      const range = document.createRange()
      const text = span.textContent ?? ''
      for (let at = 0; at < text.length; at++) {
        range.setStart(span.firstChild, at)
        range.setEnd(span.firstChild, at + 1)
        const box = range.getBoundingClientRect()
        const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
        if (marks.some((m) => x >= m.left && x <= m.right && y >= m.top && y <= m.bottom))
          letters.push(text[at] ?? '')
      }
      letters.push(' ')
    }
    return letters.join('')
  })
}
