import { cutAtoms } from './atoms.ts'
import { DocumentText } from './document-text.ts'
import { PASSAGE_LENGTH, packAtoms, type Range } from './pack.ts'
import type { ChunkablePage, Passage } from './passage.ts'
import { cutSections } from './sections.ts'

const CHARACTERS_PER_TOKEN = 4

/**
 * Passages of a document in reading order: cut at headings, packed from whole paragraphs, list items, table rows and
 * sentences. Together they hold every character of the pages but blanks. The same pages always give the same passages.
 *
 * @param pages all pages, in order.
 */
export async function chunkPages(pages: readonly ChunkablePage[]): Promise<Passage[]> {
  const document = new DocumentText(pages)
  const passages: Passage[] = []
  for (const section of cutSections(document.text, document.headings())) {
    const atoms = await cutAtoms(document.text, section, PASSAGE_LENGTH.max)
    for (const range of packAtoms(atoms))
      passages.push(
        toPassage(document, range, { ordinal: passages.length, headingPath: section.headingPath }),
      )
  }
  return passages
}

function toPassage(
  document: DocumentText,
  { start, end }: Range,
  rest: Pick<Passage, 'ordinal' | 'headingPath'>,
): Passage {
  const text = document.text.slice(start, end)
  const from = document.locate(start)
  const last = document.locate(end - 1)
  return {
    ...rest,
    text,
    tokenCount: Math.ceil(text.length / CHARACTERS_PER_TOKEN),
    pageStart: from.page,
    charStart: from.char,
    pageEnd: last.page,
    charEnd: last.char + 1,
  }
}
