import { readFile } from 'node:fs/promises'
import { expect, test } from './fixtures/test.ts'

const note = (name: string, text = `# ${name}\n\nA short note about ${name}.\n`) => ({
  name,
  mimeType: 'text/markdown',
  buffer: Buffer.from(text),
})

test('three files have their rows before the network has answered anything', async ({
  page,
  documentsPage,
}) => {
  await documentsPage.goto()
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/api/uploads**', async (route) => {
    await held
    await route.continue()
  })
  await documentsPage.upload([note('first.md'), note('second.md'), note('third.md')])
  for (const name of ['first.md', 'second.md', 'third.md']) {
    await expect(documentsPage.row(name)).toBeVisible()
    await expect(page.getByRole('button', { name: `Cancel ${name}` })).toBeVisible()
  }
  await page.getByRole('button', { name: 'Cancel second.md' }).click()
  await expect(documentsPage.row('second.md')).toHaveCount(0)
  release()
  await documentsPage.waitUntilReady('first.md')
  await documentsPage.waitUntilReady('third.md')
  await expect(documentsPage.row('second.md')).toHaveCount(0)
})

test('a refused file says its name, the cause and what to do, while the rest goes on; a failed one stays after a reload', async ({
  page,
  documentsPage,
}) => {
  await documentsPage.goto()
  await documentsPage.upload([
    note('good.md'),
    { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<p>no</p>') },
    { name: 'empty.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) },
    { name: 'cut.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nnothing more') },
    { name: 'archive.pdf', mimeType: 'application/pdf', buffer: Buffer.from('PK\u0003\u0004 and so on') },
    { name: 'blank.txt', mimeType: 'text/plain', buffer: Buffer.from('   \n\n') },
  ])
  const refused = documentsPage.row('page.html')
  await expect(refused).toContainText('Files ending in .html are not taken.')
  await expect(refused.getByText(/plain text/)).toHaveCount(1)
  await expect(documentsPage.row('empty.pdf')).toContainText('empty')
  await expect(documentsPage.row('empty.pdf')).not.toContainText('0 bytes')
  await documentsPage.waitUntilReady('good.md')
  await expect(documentsPage.row('cut.pdf')).toContainText('damaged', { timeout: 60_000 })
  await expect(documentsPage.row('archive.pdf')).toContainText(
    'This file is named .pdf but holds a ZIP archive',
    {
      timeout: 60_000,
    },
  )
  await expect(documentsPage.row('blank.txt')).toContainText('No readable text', { timeout: 60_000 })

  await page.reload()
  await expect(documentsPage.row('cut.pdf')).toContainText('save it again')
  await documentsPage.row('cut.pdf').getByRole('button', { name: 'Remove' }).click()
  await expect(documentsPage.row('cut.pdf')).toHaveCount(0)
})

test('a full plan refuses one file more and says so in its row', async ({
  page,
  documentsPage,
  addDocument,
}) => {
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    await addDocument(`${name}.md`, `# ${name}\n\nText of ${name}.`)
  await documentsPage.goto()
  await expect(page.getByText('No room for more; deleting makes some.')).toBeVisible()
  await documentsPage.upload(note('sixth.md'))
  await expect(
    page.getByRole('dialog', { name: 'Free holds 5 documents, and all 5 are in use' }),
  ).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(documentsPage.row('sixth.md')).toContainText('Free holds 5 documents, and all 5 are in use.')
  await expect(documentsPage.row('sixth.md')).not.toContainText('Pro')
  await expect(page.getByRole('row')).toHaveCount(7)
})

test('names that would mislead are shown as what they are', async ({ documentsPage }) => {
  await documentsPage.goto()
  await documentsPage.upload([
    note('../../up.md'),
    note('invoice\u202Etxt.md'),
    note(`${'long '.repeat(60)}.md`, 'Long names are cut.'),
  ])
  await expect(documentsPage.row('up.md')).toContainText('Ready', { timeout: 60_000 })
  await expect(documentsPage.row('invoicetxt.md')).toContainText('Ready', { timeout: 60_000 })
  await expect(
    documentsPage
      .row('long long')
      .getByText(/….*\.md$/)
      .first(),
  ).toBeVisible()
})

test('a PDF with scripts, links and an open action does nothing when it is read here', async ({
  page,
  baseURL,
  documentsPage,
  complaints,
}) => {
  const foreign: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(baseURL ?? '') && !/^(data|blob):/.test(request.url()))
      foreign.push(request.url())
  })
  page.on('dialog', (dialog) => {
    foreign.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await documentsPage.goto()
  await documentsPage.upload({ name: 'canary.pdf', mimeType: 'application/pdf', buffer: await makeCanary() })
  await documentsPage.waitUntilReady('canary.pdf')
  await page.getByRole('link', { name: 'canary.pdf' }).click()
  await expect(page.locator('.textLayer').getByText('canary sings')).toBeVisible({ timeout: 30_000 })
  await page.locator('.textLayer').getByText('canary sings').click()
  await expect(page.getByRole('region', { name: /canary\.pdf, page 1/ })).toBeVisible()
  expect(foreign).toEqual([])
  expect(complaints).toEqual([])
})

/** A page with text, and everything that could act: a script on opening, a link over the text, an external action. */
async function makeCanary(): Promise<Buffer> {
  const { PDFDocument, PDFName, PDFString, StandardFonts } = await import('pdf-lib')
  const pdf = await PDFDocument.create()
  const page = pdf.addPage([400, 300])
  page.drawText('The canary sings in the mine.', {
    x: 40,
    y: 200,
    font: await pdf.embedFont(StandardFonts.Helvetica),
    size: 18,
  })
  const action = pdf.context.obj({ Type: 'Action', S: 'JavaScript', JS: PDFString.of("app.alert('sung')") })
  const link = pdf.context.obj({
    Type: 'Annot',
    Subtype: 'Link',
    Rect: [0, 0, 400, 300],
    A: { Type: 'Action', S: 'URI', URI: PDFString.of('https://canary.invalid/') },
  })
  page.node.set(PDFName.of('Annots'), pdf.context.obj([pdf.context.register(link)]))
  pdf.catalog.set(PDFName.of('OpenAction'), pdf.context.register(action))
  return Buffer.from(await pdf.save())
}

test('a document can be searched, enlarged and read on a small screen', async ({
  page,
  addDocument,
  documentsPage,
}) => {
  await page.setViewportSize({ width: 320, height: 700 })
  await addDocument('two-columns.pdf', await readFile('e2e/files/two-columns.pdf'))
  await documentsPage.goto()
  await page.getByRole('link', { name: 'two-columns.pdf' }).click()
  await expect(page.locator('.textLayer').first()).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Find in this document' }).click()
  await page.getByRole('searchbox', { name: 'Find in this document' }).fill('old trees')
  await expect(page.getByText(/^1 of \d+$/)).toBeVisible()
  await page.getByRole('button', { name: 'Larger' }).click()
  await expect(page.getByText('110 %')).toBeVisible()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
})
