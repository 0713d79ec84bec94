import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHUNK_SIZES } from '#lib/documents/schema.ts'
import { type ChunkablePage, chunkPages, PageChunker } from './index.ts'
import { PASSAGE_LENGTHS } from './pack.ts'

const word = fc.constantFrom(
  'harbour',
  'the',
  'gate',
  'opens',
  'at',
  '06:40',
  'Über',
  'naïve',
  '漢字',
  '😀',
  'e.g.',
  '— ',
)
const sentence = fc
  .tuple(fc.array(word, { minLength: 1, maxLength: 30 }), fc.constantFrom('. ', '! ', '\n', '\n\n', '', ' '))
  .map(([words, end]) => words.join(' ') + end)
const pagesArbitrary = fc
  .array(fc.tuple(fc.array(sentence, { maxLength: 30 }), fc.option(fc.integer({ min: 1, max: 4 }))), {
    minLength: 1,
    maxLength: 6,
  })
  .map((pages) =>
    pages.map(([sentences, level], i): ChunkablePage => {
      const text = sentences.join('')
      const headingEnd = Math.min(text.length, sentences[0]?.trimEnd().length ?? 0)
      const headings = level !== null && headingEnd > 0 ? [{ charStart: 0, charEnd: headingEnd, level }] : []
      return { number: i + 1, text, headings }
    }),
  )

/** Long enough for sections that begin, go on and end over several pages, with headings anywhere on them. */
const manyPages = fc
  .array(
    fc.tuple(
      fc.array(sentence, { minLength: 5, maxLength: 25 }),
      fc.array(fc.tuple(fc.nat({ max: 24 }), fc.integer({ min: 1, max: 4 })), { maxLength: 3 }),
    ),
    { minLength: 2, maxLength: 14 },
  )
  .map((pages) =>
    pages.map(([sentences, marks], i): ChunkablePage => {
      const levels = new Map(marks)
      let at = 0
      const headings = sentences.flatMap((part, index) => {
        const charStart = at
        at += part.length
        const charEnd = charStart + part.trimEnd().length
        const level = levels.get(index)
        return level && charEnd > charStart ? [{ charStart, charEnd, level }] : []
      })
      return { number: i + 1, text: sentences.join(''), headings }
    }),
  )
const page = (text: string, headings: ChunkablePage['headings'] = []): ChunkablePage => ({
  number: 1,
  text,
  headings,
})
const prose = (sentences: number, subject = 'boat') =>
  Array.from(
    { length: sentences },
    (_, i) => `Sentence ${i + 1} tells of a ${subject} that leaves the harbour early.`,
  ).join(' ')

describe('chunkPages', () => {
  it('gives each passage exactly the canonical text of its range', async () => {
    await fc.assert(
      fc.asyncProperty(pagesArbitrary, async (pages) => {
        for (const passage of await chunkPages(pages)) {
          const parts = pages.slice(passage.pageStart - 1, passage.pageEnd).map(({ text, number }) => {
            const end = number === passage.pageEnd ? passage.charEnd : text.length
            return text.slice(number === passage.pageStart ? passage.charStart : 0, end)
          })
          expect(passage.text).toBe(parts.join('\n'))
          expect(passage.text).toBe(passage.text.trim())
        }
      }),
    )
  })

  it('leaves out no character but blanks, and gives the same passages again', async () => {
    await fc.assert(
      fc.asyncProperty(pagesArbitrary, async (pages) => {
        const passages = await chunkPages(pages)
        const covered = pages.map(({ text }) => new Uint8Array(text.length))
        for (const { pageStart, pageEnd, charStart, charEnd } of passages)
          for (let n = pageStart; n <= pageEnd; n++)
            covered[n - 1]?.fill(1, n === pageStart ? charStart : 0, n === pageEnd ? charEnd : undefined)
        pages.forEach(({ text }, i) => {
          for (let at = 0; at < text.length; at++)
            if (text.charAt(at).trim()) expect(covered[i]?.[at]).toBe(1)
        })
        expect(await chunkPages(pages)).toEqual(passages)
      }),
    )
  })

  it('gives the same passages while pages come, each as soon as no later page can change it', async () => {
    let early = 0
    await fc.assert(
      fc.asyncProperty(manyPages, fc.array(fc.boolean(), { minLength: 1 }), async (pages, takes) => {
        const whole = await chunkPages(pages)
        const chunker = new PageChunker()
        const passages = []
        for (const [i, page] of pages.entries()) {
          chunker.add(page)
          if (takes[i % takes.length]) passages.push(...(await chunker.takeSettled()))
        }
        early += passages.length
        passages.push(...(await chunker.finish()))
        expect(passages).toEqual(whole)
      }),
      { numRuns: 400 },
    )
    expect(early).toBeGreaterThan(400)
  })

  it('keeps no more than a passage or two waiting', async () => {
    const chunker = new PageChunker()
    let given = 0
    for (let number = 1; number <= 200; number++) {
      chunker.add({ number, text: `${prose(20)}\n\n`, headings: [] })
      const settled = await chunker.takeSettled()
      given = settled.at(-1)?.pageEnd ?? given
      expect(given).toBeGreaterThanOrEqual(number - 2)
    }
  })

  it.each(CHUNK_SIZES)('packs whole sentences to %s passages and repeats the seam', async (size) => {
    const { min, max } = PASSAGE_LENGTHS[size]
    const passages = await chunkPages([page(prose(120))], size)
    expect(passages.length).toBeGreaterThan(3)
    for (const { text, ordinal } of passages) {
      expect(text.length).toBeLessThanOrEqual(max)
      if (ordinal < passages.length - 1) expect(text.length).toBeGreaterThan(min)
      expect(text).toMatch(/^Sentence .*\.$/)
    }
    const [first, second] = passages
    expect(second?.charStart).toBeLessThan(first?.charEnd ?? 0)
  })

  it('cuts at headings, names the path and repeats nothing across them', async () => {
    const text = `# Ships\n\n## Old ones\n\n${prose(3)}\n\n## New ones\n\n${prose(2, 'ferry')}`
    const at = (part: string, level: number) => ({
      charStart: text.indexOf(part),
      charEnd: text.indexOf(part) + part.length,
      level,
    })
    const passages = await chunkPages([
      page(text, [at('# Ships', 1), at('## Old ones', 2), at('## New ones', 2)]),
    ])
    expect(passages.map((passage) => passage.headingPath)).toEqual([
      ['Ships', 'Old ones'],
      ['Ships', 'New ones'],
    ])
    expect(passages[0]?.text.startsWith('# Ships')).toBe(true)
    expect(passages[1]?.charStart).toBeGreaterThan(passages[0]?.charEnd ?? 0)
  })

  it('keeps a sentence together over the end of a page', async () => {
    const passages = await chunkPages([
      page('The harbour master writes every morning in his log that the'),
      { number: 2, text: 'gate opened at six. Then he sleeps.', headings: [] },
    ])
    expect(passages).toHaveLength(1)
    expect(passages[0]).toMatchObject({ pageStart: 1, charStart: 0, pageEnd: 2, charEnd: 35 })
  })

  it('splits what is too long for a passage and has no sentence', async () => {
    const { max } = PASSAGE_LENGTHS.standard
    const passages = await chunkPages([page('x'.repeat(2 * max + 500))])
    expect(passages.map(({ text }) => text.length)).toEqual([max, max, 500])
  })

  it('gives nothing for pages without text', async () => {
    expect(await chunkPages([page(' \n ')])).toEqual([])
    expect(await chunkPages([])).toEqual([])
  })
})
