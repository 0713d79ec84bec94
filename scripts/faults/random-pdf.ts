import { randomInt } from 'node:crypto'
import { makePdf, type PdfBlock } from '#lib/testing/pdf.ts'

const SYLLABLES = [
  'ba',
  'den',
  'ki',
  'lor',
  'mu',
  'nes',
  'pra',
  'quil',
  'ro',
  'sten',
  'tu',
  'vik',
  'wo',
  'zan',
]

/** A word that nobody has written before, so that nothing can be made to know it. */
export function randomWord(): string {
  return Array.from({ length: 3 }, () => SYLLABLES[randomInt(SYLLABLES.length)]).join('')
}

export interface RandomPdf {
  bytes: Buffer
  pageCount: number
  /** What one of its sentences says, for a question that it answers. */
  fact: { subject: string; object: string; page: number }
}

/** A PDF of about `pages` pages of prose that has never existed. */
export async function makeRandomPdf(pages: number): Promise<RandomPdf> {
  const words = Array.from({ length: 400 }, randomWord)
  const word = () => words[randomInt(words.length)] ?? ''
  const sentence = (length: number) => {
    const text = Array.from({ length }, word).join(' ')
    return `${text[0]?.toUpperCase()}${text.slice(1)}.`
  }
  const paragraph = () => Array.from({ length: 6 }, () => sentence(8 + randomInt(8))).join(' ')
  const [subject, object] = [`${randomWord()}x`, `${randomWord()}y`]
  const prose = Array.from({ length: pages * 3 }, paragraph)
  prose.splice(
    Math.floor(prose.length / 2),
    0,
    `The keeper of the ${subject} archive is ${object}, who was chosen in 1912.`,
  )
  const blocks: PdfBlock[] = [
    { kind: 'title', text: sentence(3) },
    ...prose.map((text) => ({ kind: 'prose' as const, text })),
  ]
  const { bytes, lines } = await makePdf({ blocks, linesPerColumn: 20 })
  const page = lines.find(({ text }) => text.includes(subject))?.page ?? 0
  return { bytes, pageCount: lines.at(-1)?.page ?? 0, fact: { subject, object, page } }
}
