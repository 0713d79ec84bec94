import '#lib/ingestion/parse/child/shims.ts'
import { createRequire } from 'node:module'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeRuns, encodeRuns, toRects } from '#lib/documents/geometry/index.ts'
import { chunkPages } from '#lib/ingestion/chunk/index.ts'
import { extractPdf } from '#lib/ingestion/parse/child/extract-pdf.ts'
import { openPdf } from '#lib/ingestion/parse/child/pdf-document.ts'
import type { ParsedPage } from '#lib/ingestion/parse/parsed-page.ts'
import { type DrawnLine, type MadePdf, makePdf, type PdfBlock, type PdfSpec } from '#lib/testing/pdf.ts'

/** Points: how far a cut inside a run may lie from the edge of the glyph. */
const CUT_TOLERANCE = 2
const EMBEDDED_FONT = path.join(
  path.dirname(
    createRequire(createRequire(import.meta.url).resolve('pdf-parse')).resolve('pdfjs-dist/package.json'),
  ),
  'standard_fonts/LiberationSans-Regular.ttf',
)

async function parse(bytes: Buffer): Promise<ParsedPage[]> {
  const pages: ParsedPage[] = []
  for await (const page of extractPdf(await openPdf(new Uint8Array(bytes)))) pages.push(page)
  return pages
}

// Words with ligatures, marks for hyphens, numbers and accents.
const word = fc.constantFrom(
  'harbour',
  'office',
  'affair',
  'flood',
  'shelf',
  'Überfluss',
  'naïve',
  'the',
  'of',
  'a',
  '1,250',
  '06:40',
  'tem¬per¬ature',
  'com¬mu¬ni¬ca¬tion',
  'ware¬house',
  'mea¬sure¬ment',
  'lighthouse',
  'and',
  'tide',
  'keeper',
)
const sentence = fc
  .array(word, { minLength: 4, maxLength: 18 })
  .map((words) => `${words.join(' ').replace(/^./, (first) => first.toUpperCase())}.`)
const specArbitrary: fc.Arbitrary<PdfSpec> = fc.record({
  blocks: fc.array(
    fc.oneof(
      {
        weight: 5,
        arbitrary: fc
          .array(sentence, { minLength: 1, maxLength: 6 })
          .map((parts): PdfBlock => ({ kind: 'prose', text: parts.join(' ') })),
      },
      {
        weight: 1,
        arbitrary: fc
          .constantFrom('Tides and keepers', 'The office')
          .map((text): PdfBlock => ({ kind: 'heading', text })),
      },
    ),
    { minLength: 2, maxLength: 8 },
  ),
  columns: fc.constantFrom(1, 2),
  rotate: fc.constantFrom(0, 90, 180, 270),
  linesPerColumn: fc.integer({ min: 4, max: 40 }),
  isJustified: fc.boolean(),
  bodySize: fc.constantFrom(9, 10.5, 12),
  font: fc.constantFrom(
    { body: 'Times-Roman', heading: 'Helvetica-Bold' },
    { body: 'Helvetica', heading: 'Helvetica-Bold' },
    { body: EMBEDDED_FONT, heading: 'Helvetica-Bold' },
  ),
})

const letters = (text: string) => text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '')

describe('openPdf', () => {
  it('finds in pdf-parse what we use of the document that it holds', async () => {
    const { bytes } = await makePdf({ blocks: [{ kind: 'prose', text: 'A contract.' }], rotate: 90 })
    const document = await openPdf(new Uint8Array(bytes))
    expect(document.numPages).toBe(1)
    const page = await document.getPage(1)
    expect(page.rotate).toBe(90)
    expect(page.getViewport({ scale: 1 })).toMatchObject({
      width: 842,
      height: 595,
      transform: expect.any(Array),
    })
    const { value } = await page.streamTextContent().getReader().read()
    expect(value?.items[0]).toMatchObject({
      str: 'A contract.',
      dir: 'ltr',
      width: expect.any(Number),
      transform: expect.any(Array),
      fontName: expect.any(String),
    })
    expect(Object.values(value?.styles ?? {})[0]).toMatchObject({
      ascent: expect.any(Number),
      vertical: false,
    })
    page.cleanup()
  })
})

describe('canonical text of made PDFs', { timeout: 120_000 }, () => {
  it('holds the words in reading order, over columns, pages, hyphens and rotation', async () => {
    await fc.assert(
      fc.asyncProperty(specArbitrary, async (spec) => {
        const { bytes } = await makePdf(spec)
        const pages = await parse(bytes)
        const wanted = spec.blocks.map(({ text }) => text.replaceAll('¬', '')).join(' ')
        expect(letters(pages.map(({ text }) => text).join(''))).toBe(letters(wanted))
        for (const { text } of pages) expect(text).not.toMatch(/\p{L}- ?\n?\p{Ll}/u)
      }),
      { numRuns: 30, endOnFailure: true },
    )
  })

  it.each([
    ['in-turns', 0, 14],
    ['in-turns', 90, 12],
    ['upwards', 0, 14],
    ['upwards', 180, 14],
  ] as const)(
    'is in reading order where the file has its columns %s, turned by %i',
    async (stream, rotate, count) => {
      const text =
        'The keeper of the lighthouse reads the tide at the harbour wall and writes it down. '.repeat(6)
      const blocks = Array.from({ length: count }, (_, i): PdfBlock => {
        if (i % 5 === 0) return { kind: 'heading', text: `Part ${i} of the report` }
        return { kind: 'prose', text: `Paragraph ${i} begins. ${text}`.trim() }
      })
      const made = await makePdf({ blocks, columns: 2, rotate, stream })
      const pages = await parse(made.bytes)
      expect(letters(pages.map((page) => page.text).join(''))).toBe(
        letters(blocks.map((b) => b.text).join('')),
      )
      for (const page of pages) {
        for (const { index } of page.text.matchAll(/Paragraph/g))
          expectOnGlyphs(made, page, index, page.text.indexOf('.', index))
        expectOnGlyphs(made, page, 0, page.text.length)
      }
    },
  )

  it('leads every quote of a passage back to its characters and to rectangles on the glyphs that were drawn', async () => {
    await fc.assert(
      fc.asyncProperty(specArbitrary, fc.infiniteStream(fc.nat(1_000_000)), async (spec, numbers) => {
        const made = await makePdf(spec)
        const pages = await parse(made.bytes)
        for (const passage of await chunkPages(pages)) {
          const page = pages[passage.pageStart - 1]
          if (!page || passage.pageEnd !== passage.pageStart) continue
          const words = [...passage.text.matchAll(/\S+/g)]
          const from = words[take(numbers) % words.length]
          const to =
            words[
              Math.min(words.length - 1, words.indexOf(from ?? (words[0] as never)) + (take(numbers) % 30))
            ]
          if (!from || !to) continue
          const start = passage.charStart + from.index
          const end = passage.charStart + to.index + to[0].length
          expect(page.text.slice(start, end)).toBe(passage.text.slice(from.index, to.index + to[0].length))
          expectOnGlyphs(made, page, start, end)
        }
      }),
      { numRuns: 30, endOnFailure: true },
    )
  })
})

function take(numbers: fc.Stream<number>): number {
  return numbers.next().value ?? 0
}

/** Compares the rectangles of a range with the drawn glyphs that hold its letters. */
function expectOnGlyphs(made: MadePdf, page: ParsedPage, start: number, end: number): void {
  const runs = decodeRuns(encodeRuns(page.runs ?? []))
  const rects = toRects(runs, start, end).map(([x, y, w, h]) => ({
    left: x * page.width,
    top: y * page.height,
    right: (x + w) * page.width,
    bottom: (y + h) * page.height,
  }))
  const drawn = made.lines.filter((line) => line.page === page.number)
  const glyphs = lettersOf(drawn)
  const skipped = letters(page.text.slice(0, start)).length
  const count = letters(page.text.slice(start, end)).length
  const inside = new Set(glyphs.slice(skipped, skipped + count))
  for (const glyph of inside) {
    const middle = glyph.line.baseline - glyph.line.size * 0.25
    const rect = rects.find(
      (r) =>
        r.top <= middle &&
        r.bottom >= middle &&
        r.left <= glyph.left + CUT_TOLERANCE &&
        r.right >= glyph.right - CUT_TOLERANCE,
    )
    expect(rect, `no rectangle covers "${glyph.char}"`).toBeDefined()
  }
  for (const glyph of glyphs) {
    if (inside.has(glyph)) continue
    const middle = glyph.line.baseline - glyph.line.size * 0.25
    const touching = rects.find(
      (r) =>
        r.top < middle &&
        r.bottom > middle &&
        r.left < glyph.right - CUT_TOLERANCE &&
        r.right > glyph.left + CUT_TOLERANCE,
    )
    expect(touching, `a rectangle lies on "${glyph.char}"`).toBeUndefined()
  }
}

interface Glyph {
  char: string
  left: number
  right: number
  line: DrawnLine
}

function lettersOf(lines: readonly DrawnLine[]): Glyph[] {
  return lines.flatMap((line) =>
    line.text.split('').flatMap((char, i): Glyph[] => {
      if (letters(char) === '') return []
      return [{ char, left: line.edges[i] ?? 0, right: line.edges[i + 1] ?? 0, line }]
    }),
  )
}
