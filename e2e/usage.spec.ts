import { readFile } from 'node:fs/promises'
import landing from '../components/layout/landing/landing-answer.json' with { type: 'json' }
import { expect, test } from './fixtures/test.ts'
import { UsagePage } from './pages/usage-page.ts'

const LETTER = `# Letter from the harbour

The ferry was built in 1911 by the Marlow yard. It carries ninety passengers and four carts.
`

const SAMPLE = 'public/sample/elderwick-annual-report.pdf'

test('an answer, a refusal and a stopped answer are each explained, with the balance after them', async ({
  page,
  person,
  chatPage,
  addDocument,
}) => {
  await addDocument('report.pdf', await readFile(SAMPLE))
  await chatPage.goto()
  await chatPage.ask(landing.question)
  await expect(chatPage.sources).toHaveCount(1, { timeout: 30_000 })
  await page.getByText('1 credit, receipt').click()
  await expect(page.getByText('Left after it')).toBeVisible()
  await expect(page.getByText('49', { exact: true })).toBeVisible()

  const canAsk = page.getByRole('button', { name: 'Ask', exact: true })
  await expect(canAsk).toBeVisible()
  await chatPage.question.fill('Which satellites did the space agency of Brazil launch?')
  await chatPage.question.press('Enter')
  await expect(page.getByText('0 credits, receipt')).toBeVisible()
  await expect(canAsk).toBeVisible()
  await chatPage.question.fill(landing.question)
  await chatPage.question.press('Enter')
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByText('You stopped this answer')).toBeVisible()

  await expect(page.getByText(/credits, receipt/)).toHaveCount(2)

  await page.getByRole('link', { name: 'Show it in Usage' }).first().click()
  const usage = new UsagePage(page)
  await expect(usage.row('An answer costs 1 credit')).toBeVisible()
  await page.getByRole('button', { name: 'Show all conversations' }).click()
  await expect(usage.rows).toHaveCount(5)

  const rows = await usage.read()
  expect(rows.map(({ what }) => what).toReversed()).toEqual([
    'Monthly grant, Free',
    'Document read',
    'Answer',
    'Not in the documents',
    'Answer, stopped',
  ])
  expect(rows.at(-1)).toMatchObject({ credits: 50, balance: 50 })
  expect(rows[1]).toMatchObject({ credits: 0, balance: 49 })
  for (const [at, { credits, balance }] of rows.entries()) {
    expect(balance).toBeCloseTo((rows[at + 1]?.balance ?? 0) + credits, 3)
  }
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${rows[0]?.balance} of 50 credits left`)

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Save as CSV' }).click()
  const lines = (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\r\n')
  expect(lines).toHaveLength(rows.length + 1)
  expect(lines[0]).toMatch(/^When \(UTC\),What,Credits,Balance after,/)
  expect(lines.at(-1)).toContain(',"Monthly grant, Free",50,50,')

  await page.getByText('Why is my balance this?').click()
  await expect(page.getByText(/^50 given − [\d.]+ used = [\d.]+ left\./)).toBeVisible()
  await expect(
    page.getByRole('region', { name: 'Stored' }).getByRole('meter', { name: 'Documents' }),
  ).toHaveAttribute('aria-valuenow', '1')
  await page.goto(`/w/${person.slug}/usage`)
  await expect(page.getByRole('link', { name: 'Usage' })).toHaveAttribute('aria-current', 'page')
})

test('sums by day and action, filters and the keyboard, on a small screen', async ({
  page,
  person,
  chatPage,
  addDocument,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await addDocument('harbour.md', LETTER)
  await chatPage.goto()
  await chatPage.ask('When was the ferry built?')
  await expect(chatPage.sources).toHaveCount(1)
  await page.goto(`/w/${person.slug}/usage`)
  const usage = new UsagePage(page)
  await expect(usage.rows).toHaveCount(3)

  await page.getByLabel('Action', { exact: true }).selectOption('ingest')
  await expect(usage.rows).toHaveCount(1)
  await expect(usage.row('harbour.md')).toContainText('Document read')
  // The balance stays that of the workspace, whatever is filtered.
  expect((await usage.read())[0]).toMatchObject({ credits: 0, balance: 50 })

  await page.getByRole('tab', { name: 'Entries' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('img', { name: /^Credits by day: 1 on 30 days/ })).toBeVisible()
  await page.getByRole('tab', { name: 'By action' }).click()
  await expect(page.getByRole('row', { name: /^Answers/ })).toContainText('1')
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
})
