/**
 * Makes the sample PDFs of the browser journeys and of the product from the texts in `source/`:
 * `node e2e/files/build.ts`. The files are kept in the repository; run it after changing a text.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { makePdf, type PdfBlock, type PdfSpec } from '#lib/testing/pdf.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

interface Sample extends Omit<PdfSpec, 'blocks'> {
  source: string
  target: string
}

const SAMPLES: readonly Sample[] = [
  {
    source: 'co-operative-report.txt',
    target: 'public/sample/elderwick-annual-report.pdf',
    header: 'Elderwick Community Energy – Annual report 2025',
    bodySize: 13,
    isJustified: true,
    info: { title: 'Elderwick Community Energy: annual report 2025' },
  },
  {
    source: 'street-trees.txt',
    target: 'e2e/files/two-columns.pdf',
    columns: 2,
    header: 'Notes on urban climate',
    bodySize: 12.5,
    isJustified: true,
    info: { title: 'Shade in the street' },
  },
  {
    source: 'apiary-log.txt',
    target: 'e2e/files/rotated.pdf',
    rotate: 90,
    header: 'Apiary log',
    bodySize: 15,
    info: { title: 'Two seasons at the quarry apiary' },
  },
]

for (const { source, target, ...spec } of SAMPLES) {
  const text = await readFile(path.join(import.meta.dirname, 'source', source), 'utf8')
  const { bytes, lines } = await makePdf({ ...spec, blocks: toBlocks(text) })
  const file = path.join(ROOT, target)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, bytes)
  process.stdout.write(`${target}: ${lines.at(-1)?.page ?? 0} pages, ${bytes.length} bytes\n`)
}

/** "# " title, "## " heading, "* " item, "a | b" row; other paragraphs are prose. */
function toBlocks(text: string): PdfBlock[] {
  return text.split(/\n\s*\n/).flatMap((paragraph): PdfBlock[] => {
    const source = paragraph.trim()
    if (source === '') return []
    if (source.startsWith('## ')) return [{ kind: 'heading', text: source.slice(3) }]
    if (source.startsWith('# ')) return [{ kind: 'title', text: source.slice(2) }]
    if (source.includes(' | ')) return source.split('\n').map((row) => ({ kind: 'row', text: row }))
    if (source.startsWith('* '))
      return source.split('\n').map((item) => ({ kind: 'item', text: item.slice(2) }))
    return [{ kind: 'prose', text: source.replaceAll('\n', ' ') }]
  })
}
