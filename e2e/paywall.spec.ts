import { writeFile } from 'node:fs/promises'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import PDFDocument from 'pdfkit'
import { PASSWORD, signUpByApi } from './fixtures/api.ts'
import { exhaustCredits, makeUsed } from './fixtures/credits.ts'
import { addMember } from './fixtures/members.ts'
import { decideRequest } from './fixtures/staff.ts'
import { expect, test } from './fixtures/test.ts'
import { DocumentsPage } from './pages/documents-page.ts'

const LETTER = '# The ferry\n\nThe ferry was built in 1911. It crosses the harbour six times a day.\n'
const QUESTION = 'When was the ferry built?'

const note = (name: string) => ({
  name,
  mimeType: 'text/markdown',
  buffer: Buffer.from(`# ${name}\n\nA short note about ${name}.\n`),
})

async function makeLongPdf(pages: number): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A6', margin: 40, autoFirstPage: false })
  const parts: Buffer[] = []
  pdf.on('data', (part: Buffer) => parts.push(part))
  const done = new Promise<void>((resolve) => pdf.on('end', () => resolve()))
  for (let page = 1; page <= pages; page += 1) pdf.addPage().text(`Page ${page} of the long road.`)
  pdf.end()
  await done
  return Buffer.concat(parts)
}

/** Nothing serious for assistive technology, and nothing to scroll to sideways on a phone. */
async function expectSound(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations } = await new AxeBuilder({ page }).analyze()
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect.soft(serious.map(({ id, nodes }) => `${where}: ${id} ${nodes[0]?.html}`)).toEqual([])
  }
  await page.setViewportSize({ width: 390, height: 844 })
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect.soft(overflow, `${where} scrolls sideways at 390 px`).toBeLessThanOrEqual(0)
  await page.setViewportSize({ width: 1280, height: 800 })
}

test('without credits: the dialog, the request, the grant, and the question asked with one click', async ({
  page,
  browser,
  origin,
  person,
  chatPage,
  addDocument,
  complaints,
}) => {
  test.setTimeout(180_000)
  await addDocument('harbour.md', LETTER)
  await exhaustCredits(person.workspaceId)
  await chatPage.goto()
  await chatPage.question.fill(QUESTION)
  await chatPage.question.press('Enter')
  const dialog = page.getByRole('dialog', { name: /credits/ })
  await expect(dialog).toContainText('Your question waits in its field.')
  await expect(dialog).toContainText('Reading, searching and exporting go on as before.')
  await expect(dialog).toContainText(/There are new credits on \d+ \w+ \d{4}\./)
  await expect(dialog).toContainText('1,500 credits a month')
  await expect(dialog).toContainText('$15 a month, or $144 a year')
  await expectSound(page, 'the dialog')

  // By the keyboard alone: the first button asks, and says what will happen.
  await dialog.getByRole('button', { name: 'Ask for Pro' }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog.getByText(/Pro, by the month, requested on \d+ \w+\. We will mail you/)).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Withdraw the request' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)

  // What waits is there after a reload, and the wall can be opened again.
  await page.reload()
  await expect(chatPage.question).toHaveValue(QUESTION)
  await chatPage.question.press('Enter')
  await expect(dialog.getByText(/Pro, by the month, requested on/)).toBeVisible()

  await decideRequest(browser, origin, person, { decision: 'granted' })
  const goOn = page.getByRole('dialog', { name: 'You can go on now' })
  await expect(goOn).toContainText('You are on Pro. Your question is still in its field.', {
    timeout: 30_000,
  })
  await goOn.getByRole('button', { name: 'Ask the question' }).click()
  await expect(page).toHaveURL(/\/chat\/[0-9a-f-]{36}/, { timeout: 30_000 })
  await expect(chatPage.footnote(1)).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('button', { name: 'Earlier messages' })).toHaveCount(0)

  // The decision is told, can be put away, and stays away.
  const notices = page.getByRole('list', { name: 'Notices' })
  await expect(notices).toContainText('You are on Pro now, as you asked.')
  await page.getByRole('button', { name: /^Hide: You are on Pro now/ }).click()
  await page.reload()
  await expect(page.getByRole('link', { name: /^Pro plan · credits reset/ })).toBeVisible()
  await expect(notices).toHaveCount(0)
  expect(complaints).toEqual([])
})

test('a file too many is kept over a reload, offered when there is room, and sent with one click', async ({
  page,
  person,
  documentsPage,
  addDocument,
}) => {
  test.setTimeout(180_000)
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    await addDocument(`${name}.md`, `# ${name}\n\nText of ${name}.`)
  await documentsPage.goto()
  await documentsPage.upload([note('sixth.md'), note('seventh.md')])
  const dialog = page.getByRole('dialog', { name: 'Free holds 5 documents, and all 5 are in use' })
  await expect(dialog).toContainText(/“s(ix|even)th\.md” and 1 more wait here\./)
  await expect(dialog).toContainText('300 documents')
  await dialog.getByRole('link', { name: 'Make room' }).click()
  await expect(page).toHaveURL(/\/documents\?sort=pages$/)
  await expect(page.getByText('Most pages first.')).toBeVisible()

  await page.reload()
  await expect(documentsPage.row('sixth.md')).toContainText('The file waits here, in this browser.')
  await documentsPage.row('seventh.md').getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(documentsPage.row('seventh.md')).toHaveCount(0)
  await documentsPage.row('sixth.md').getByRole('button', { name: 'See what helps' }).click()
  await expect(dialog).toContainText('“sixth.md” waits here.')
  await page.keyboard.press('Escape')

  await documentsPage.delete('a.md')
  await expect(page.getByText('There is room now for “sixth.md”')).toBeVisible()
  await page.getByRole('button', { name: 'Add it' }).first().click()
  await documentsPage.waitUntilReady('sixth.md')
  await page.reload()
  await documentsPage.waitUntilReady('sixth.md')
  await expect(page.getByText('The file waits here')).toHaveCount(0)
  await expect(page.getByRole('link', { name: /^Free plan · credits reset/ })).toHaveAttribute(
    'href',
    `/w/${person.slug}/usage`,
  )
})

test('a document with too many pages keeps its file until the plan takes it; signing out forgets it', async ({
  page,
  browser,
  origin,
  person,
  documentsPage,
}) => {
  test.setTimeout(180_000)
  const long = { name: 'long.pdf', mimeType: 'application/pdf', buffer: await makeLongPdf(60) }
  await documentsPage.goto()
  await documentsPage.upload(long)
  const dialog = page.getByRole('dialog', {
    name: 'Free takes documents of up to 50 pages, and this one has 60',
  })
  await expect(dialog).toContainText('“long.pdf” waits here.', { timeout: 60_000 })
  await expect(dialog).toContainText('Documents of up to 1,000 pages')
  await dialog.getByRole('button', { name: 'Ask for Pro' }).click()
  await expect(dialog.getByText(/Pro, by the month, requested on/)).toBeVisible()
  await page.keyboard.press('Escape')

  await page.reload()
  await expect(documentsPage.row('long.pdf')).toContainText('The file waits here, in this browser.')
  await decideRequest(browser, origin, person, { decision: 'granted' })
  await page.reload()
  await page.getByRole('button', { name: 'Add it' }).first().click()
  await documentsPage.waitUntilReady('long.pdf')
  await expect(documentsPage.row('long.pdf')).toHaveCount(1)

  // What the browser keeps of somebody goes when they sign out.
  const huge = test.info().outputPath('huge.txt')
  await writeFile(huge, Buffer.alloc(51 * 1024 ** 2, 'a '))
  await documentsPage.upload(huge)
  await expect(page.getByRole('dialog', { name: /^Pro takes files of up to 50 MB/ })).toContainText('Team')
  await page.keyboard.press('Escape')
  await expect(documentsPage.row('huge.txt')).toContainText('waits here')
  await page.getByRole('button', { name: /’s workspace$/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/$/)
  await page.goto(`/w/${person.slug}/documents?sort=pages`)
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/)
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/documents\?sort=pages$/)
  await documentsPage.waitUntilReady('long.pdf')
  await expect(documentsPage.row('huge.txt')).toHaveCount(0)
})

test('who may not pay is told whom to ask, and sees no way to buy', async ({
  page,
  browser,
  origin,
  person,
  chatPage,
  addDocument,
}) => {
  await addDocument('harbour.md', LETTER)
  await exhaustCredits(person.workspaceId)
  const context = await browser.newContext({ baseURL: origin })
  const member = await signUpByApi(context.request, origin)
  await addMember(person.workspaceId, member.email, 'member')
  const other = await context.newPage()
  await other.goto(`/w/${person.slug}/chat`)
  await other.getByRole('textbox', { name: 'Your question' }).fill(QUESTION)
  await other.getByRole('textbox', { name: 'Your question' }).press('Enter')
  const dialog = other.getByRole('dialog', { name: /credits/ })
  await expect(dialog).toContainText('Ask Ada Example, who owns this workspace, for Pro.')
  await expect(dialog.getByRole('button', { name: /Ask for|Upgrade/ })).toHaveCount(0)
  expect((await other.goto(`/w/${member.slug}-x/chat`))?.status()).toBe(404)
  await context.close()

  // Somebody else's workspace is not there.
  const stranger = await browser.newContext({ baseURL: origin })
  await signUpByApi(stranger.request, origin)
  const strange = await stranger.newPage()
  expect((await strange.goto(`/w/${person.slug}/documents`))?.status()).toBe(404)
  await expect(strange.getByText('harbour.md')).toHaveCount(0)
  await stranger.close()
  await chatPage.goto()
  await expect(page.getByText(/Ask Ada Example/)).toHaveCount(0)
})

test('notices at 80, 95 and 100 %: the first can be put away, the last says what goes on', async ({
  page,
  person,
  chatPage,
  addDocument,
}) => {
  await addDocument('harbour.md', LETTER)
  await chatPage.goto()
  await chatPage.ask(QUESTION)
  await expect(chatPage.sources).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('49 / 50')).toBeVisible()
  const notices = page.getByRole('list', { name: 'Notices' })
  await expect(notices).toHaveCount(0)

  await makeUsed(person.workspaceId, 0.8)
  await page.reload()
  await expect(notices).toContainText(/You have used 80 % of the credits you have\. There are new credits on/)
  await notices.getByRole('button', { name: /^Hide/ }).click()
  await expect(notices).toHaveCount(0)
  await page.reload()
  await expect(page.getByText('0.25 / 1.25')).toBeVisible()
  await expect(notices).toHaveCount(0)

  await makeUsed(person.workspaceId, 0.95)
  await page.reload()
  await expect(notices).toContainText(/You have used 95 % of the credits/)
  await expect(notices.getByRole('button')).toHaveCount(0)

  await makeUsed(person.workspaceId, 1)
  await page.reload()
  await expect(notices).toContainText('Reading, searching and exporting go on; new answers wait.')
  await notices.getByRole('link', { name: 'See Pro' }).click()
  await expect(page).toHaveURL(/\/pricing\?plan=pro&workspace=/)

  await page.setViewportSize({ width: 390, height: 844 })
  await chatPage.goto()
  await expect(page.getByRole('link', { name: /0 of 1 credits left/ })).toBeVisible()
})

test('/pricing works without scripts, and says to whoever is signed in what they have', async ({
  page,
  browser,
  origin,
  person,
}) => {
  const plain = await browser.newContext({ baseURL: origin, javaScriptEnabled: false })
  const reader = await plain.newPage()
  await reader.goto('/pricing?plan=team')
  await expect(reader.getByRole('columnheader', { name: 'Enterprise' })).toBeVisible()
  await expect(reader.getByRole('row', { name: /^Documents 5 300/ })).toBeVisible()
  await reader.getByRole('link', { name: 'By the year' }).click()
  await expect(reader.getByText('$144 a year; $36 less than by the month.')).toBeVisible()
  await reader.getByLabel('People').fill('4')
  await reader.getByRole('button', { name: 'Work it out' }).click()
  await expect(reader.getByText('Team with 4 seats')).toBeVisible()
  await expect(reader.getByText('$100 a month, or $960 a year')).toBeVisible()
  await plain.close()

  await page.goto('/pricing')
  await expect(page.getByText(/’s workspace is on Free\./)).toBeVisible()
  await expect(page.getByText('This is your plan.')).toBeVisible()
  await page.getByLabel('Pages in all').fill('9000')
  await expect(page.getByRole('status', { name: 'The cheapest plan' })).toContainText('Team with 3 seats')
  await expectSound(page, '/pricing')
  await page.getByRole('button', { name: 'Ask for Team' }).click()
  await expect(page.getByText(/Team, by the month, requested on/)).toBeVisible()
  await page.getByRole('button', { name: 'Withdraw the request' }).click()
  await expect(page.getByRole('button', { name: 'Ask for Team' })).toBeVisible()
  await page.goto(new DocumentsPage(page, person.slug).path.replace('documents', 'settings/billing'))
  await expect(page.getByRole('button', { name: 'Ask for Pro' })).toBeVisible()
  await expectSound(page, 'the page of the plan')
})
