import type { ChunkablePage } from './passage.ts'

/** Pages joined with "\n", and the way back from an offset in the whole to a page. */
export class DocumentText {
  readonly text: string
  readonly #pages: readonly ChunkablePage[]
  /** Offset of each page in the whole. */
  readonly #starts: number[] = []

  constructor(pages: readonly ChunkablePage[]) {
    let start = 0
    for (const page of pages) {
      this.#starts.push(start)
      start += page.text.length + 1
    }
    this.#pages = pages
    this.text = pages.map((page) => page.text).join('\n')
  }

  /** Headings of all pages as ranges over the whole, in order. */
  headings(): { start: number; end: number; level: number }[] {
    return this.#pages.flatMap((page, i) =>
      page.headings.map(({ charStart, charEnd, level }) => {
        const from = this.#starts[i] ?? 0
        return { start: from + charStart, end: from + charEnd, level }
      }),
    )
  }

  /** Page and offset on it of a character of the whole. */
  locate(offset: number): { page: number; char: number } {
    const { index, start } = this.pageAt(offset)
    return { page: this.#pages[index]?.number ?? 1, char: offset - start }
  }

  /** Which page holds a character of the whole, and where that begins. */
  pageAt(offset: number): { index: number; start: number } {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { index: low, start: this.#starts[low] ?? 0 }
  }
}
