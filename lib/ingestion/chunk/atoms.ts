import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters'

/** The smallest piece that packing moves: a sentence, a line of a list or table, or a part of one that is too long. */
export interface Atom {
  start: number
  end: number
  /** Atoms of one paragraph, list or table share it. */
  block: number
}

/** What ends a paragraph. Keeps a place, so copy it to look for it. */
export const PARAGRAPH_BREAK = /\n[ \t]*\n\s*/g
/** Lines from here on are wrapped prose when nothing speaks against it. */
const WRAPPED_LINE = 40
const LIST_OR_TABLE = /^\s*(?:[-*+•‣◦▪–—·∙]\s|\(?(?:\d{1,3}|[a-z])[.)]\s|\||>|#{1,6}\s|```|~~~)/
const sentences = new Intl.Segmenter('en', { granularity: 'sentence' })

/**
 * Atoms of a range, in order, blanks at their ends left out. Sentences come from Unicode's rules (UAX 29, by
 * Intl.Segmenter) after line breaks inside wrapped prose are taken as spaces.
 *
 * @param maxLength longer sentences are split by LangChain's recursive splitter.
 */
export async function cutAtoms(
  text: string,
  range: { start: number; end: number },
  maxLength: number,
): Promise<Atom[]> {
  const atoms: Atom[] = []
  let block = 0
  for (const paragraph of cutParagraphs(text, range)) {
    const source = softenBreaks(text.slice(paragraph.start, paragraph.end))
    for (const { segment, index } of sentences.segment(source)) {
      const start = paragraph.start + index + (segment.length - segment.trimStart().length)
      const end = paragraph.start + index + segment.trimEnd().length
      if (end <= start) continue
      if (end - start <= maxLength) atoms.push({ start, end, block })
      else
        for (const part of await splitLong(text.slice(start, end), maxLength))
          atoms.push({ start: start + part.start, end: start + part.end, block })
    }
    block += 1
  }
  return atoms
}

function* cutParagraphs(text: string, { start, end }: { start: number; end: number }) {
  let from = start
  const blank = new RegExp(PARAGRAPH_BREAK)
  blank.lastIndex = start
  for (let match = blank.exec(text); match && match.index < end; match = blank.exec(text)) {
    yield { start: from, end: match.index }
    from = Math.min(end, match.index + match[0].length)
  }
  yield { start: from, end }
}

/** Same length; a "\n" between two lines of one sentence becomes a space, so that it does not end it. */
function softenBreaks(paragraph: string): string {
  const lines = paragraph.split('\n')
  return lines
    .map((line, i) => {
      const next = lines[i + 1]
      if (next === undefined) return line
      const isOpen = line.length >= WRAPPED_LINE && !line.includes('|') && !/[.!?:;]\s*$/.test(line)
      const goesOn = !LIST_OR_TABLE.test(next) && /^\s*[\p{L}\p{N}"“'(]/u.test(next)
      return line + (isOpen && goesOn ? ' ' : '\n')
    })
    .join('')
}

async function splitLong(sentence: string, maxLength: number): Promise<{ start: number; end: number }[]> {
  const splitter = new RecursiveCharacterTextSplitter({
    chunkSize: maxLength,
    chunkOverlap: 0,
    keepSeparator: true,
  })
  const parts: { start: number; end: number }[] = []
  let from = 0
  for (const part of await splitter.splitText(sentence)) {
    const start = sentence.indexOf(part, from)
    if (start < 0) throw new Error('the splitter changed the text')
    from = start + part.length
    parts.push({ start, end: from })
  }
  return parts
}
