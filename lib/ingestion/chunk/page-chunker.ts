import type { ChunkSize } from '#lib/documents/schema.ts'
import { type Atom, cutAtoms, PARAGRAPH_BREAK } from './atoms.ts'
import { DocumentText } from './document-text.ts'
import { dropAtoms, newPacking, PASSAGE_LENGTHS, type PassageLength, packAtoms, type Range } from './pack.ts'
import type { ChunkablePage, Passage } from './passage.ts'
import { SectionPath } from './sections.ts'

const CHARACTERS_PER_TOKEN = 4

/**
 * Cuts a document into passages while its pages come. A passage is given once no later page can change it, so that pages
 * given one by one make the same passages as all of them at once.
 */
export class PageChunker {
  readonly #allowed: PassageLength
  /** Those that hold what is not packed yet; all offsets below are into their text. */
  #pages: ChunkablePage[] = []
  readonly #path = new SectionPath()
  /** Headings of #pages that were looked at. */
  #headings = 0
  /** End of the last heading, while nothing but blanks follows it. */
  #bodyFrom = 0
  #hasBody = false
  /** The section is cut into atoms up to here. */
  #cutTo = 0
  #atoms: Atom[] = []
  #packing = newPacking()
  #blocks = 0
  #ordinal = 0
  /** A text without a paragraph's end is looked at again when it has doubled: not once a page. */
  #worthFrom = 0
  #length = 0

  constructor(size: ChunkSize = 'standard') {
    this.#allowed = PASSAGE_LENGTHS[size]
  }

  /** Takes the next page, in order. */
  add(page: ChunkablePage): void {
    this.#pages.push(page)
    this.#length += page.text.length + 1
  }

  /** The passages, in order, that are settled by the pages so far and were not given before. */
  async takeSettled(): Promise<Passage[]> {
    if (this.#length < this.#worthFrom) return []
    const document = new DocumentText(this.#pages)
    const passages = await this.#closeSections(document)
    this.#noteBody(document, document.text.length)
    // Until then a heading on the next page may still join this section, and be part of its path.
    if (this.#hasBody) {
      await this.#cut(document, lastBreak(document.text, this.#cutTo))
      passages.push(...this.#pack(document, false))
    }
    this.#forget(document)
    this.#worthFrom = 2 * (this.#length - this.#cutTo)
    return passages
  }

  /** The passages that are left when there are no more pages. */
  async finish(): Promise<Passage[]> {
    const document = new DocumentText(this.#pages)
    const passages = await this.#closeSections(document)
    await this.#cut(document, document.text.length)
    passages.push(...this.#pack(document, true))
    this.#pages = []
    return passages
  }

  /**
   * Headings that follow each other with nothing between them open one section, so that none of them stands alone in
   * a passage.
   */
  async #closeSections(document: DocumentText): Promise<Passage[]> {
    const passages: Passage[] = []
    const headings = document.headings()
    for (const heading of headings.slice(this.#headings)) {
      this.#noteBody(document, heading.start)
      if (this.#hasBody) {
        await this.#cut(document, heading.start)
        passages.push(...this.#pack(document, true))
        this.#cutTo = heading.start
      }
      this.#path.add(heading.level, document.text.slice(heading.start, heading.end))
      this.#bodyFrom = heading.end
      this.#hasBody = false
    }
    this.#headings = headings.length
    return passages
  }

  #noteBody(document: DocumentText, end: number): void {
    this.#hasBody ||= document.text.slice(this.#bodyFrom, end).trim() !== ''
  }

  /** Cuts the section on to `end`, which is its own or that of a paragraph. */
  async #cut({ text }: DocumentText, end: number): Promise<void> {
    if (end <= this.#cutTo) return
    const atoms = await cutAtoms(text, { start: this.#cutTo, end }, this.#allowed.max)
    for (const atom of atoms) this.#atoms.push({ ...atom, block: this.#blocks + atom.block })
    this.#blocks += (atoms.at(-1)?.block ?? 0) + 1
    this.#cutTo = end
  }

  #pack(document: DocumentText, isWhole: boolean): Passage[] {
    const passages = packAtoms(this.#atoms, this.#packing, { isWhole, length: this.#allowed }).map((range) =>
      this.#toPassage(document, range),
    )
    if (isWhole) {
      this.#atoms = []
      this.#packing = newPacking()
    } else this.#atoms = dropAtoms(this.#atoms, this.#packing)
    return passages
  }

  #toPassage(document: DocumentText, { start, end }: Range): Passage {
    const text = document.text.slice(start, end)
    const from = document.locate(start)
    const last = document.locate(end - 1)
    return {
      ordinal: this.#ordinal++,
      headingPath: this.#path.titles,
      text,
      tokenCount: Math.ceil(text.length / CHARACTERS_PER_TOKEN),
      pageStart: from.page,
      charStart: from.char,
      pageEnd: last.page,
      charEnd: last.char + 1,
    }
  }

  /** Lets go of the pages before everything that is still needed. */
  #forget(document: DocumentText): void {
    const needed = Math.min(
      this.#cutTo,
      this.#atoms[0]?.start ?? this.#cutTo,
      this.#hasBody ? this.#cutTo : this.#bodyFrom,
    )
    const { index, start } = document.pageAt(needed)
    if (index === 0) return
    this.#headings -= this.#pages.slice(0, index).reduce((sum, { headings }) => sum + headings.length, 0)
    this.#pages = this.#pages.slice(index)
    this.#length -= start
    this.#cutTo -= start
    this.#bodyFrom = Math.max(0, this.#bodyFrom - start)
    this.#atoms = this.#atoms.map((atom) => ({ ...atom, start: atom.start - start, end: atom.end - start }))
  }
}

/** Where the last paragraph that has ended ends, from `from` on; `from` when none has. */
function lastBreak(text: string, from: number): number {
  let last = from
  const breaks = new RegExp(PARAGRAPH_BREAK)
  breaks.lastIndex = from
  for (let match = breaks.exec(text); match; match = breaks.exec(text)) last = match.index
  return last
}
