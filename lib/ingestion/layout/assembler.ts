import type { ParsedPage } from '#lib/ingestion/parse/parsed-page.ts'
import { composePage } from './compose.ts'
import { FURNITURE_WINDOW, findFurniture, findMarginLines, type MarginLine } from './furniture.ts'
import { isGarbled } from './garbled.ts'
import { Vocabulary } from './hyphens.ts'
import { type FontScales, measureFonts } from './justification.ts'
import { buildLines, type Line } from './lines.ts'
import type { Piece } from './piece.ts'
import { settleOrder } from './reading-order.ts'

/** A page as it was extracted: pieces in the order of the content stream. */
export interface ExtractedPage {
  number: number
  width: number
  height: number
  rotation: number
  pieces: readonly Piece[]
}

/**
 * Pages that are read ahead before one is settled. Running lines need FURNITURE_WINDOW of them; the rest gives the
 * vocabulary and the type size of the body something to stand on without holding a whole book in memory.
 */
const LOOKAHEAD = 24

interface PendingPage {
  page: Omit<ExtractedPage, 'pieces'>
  lines: Line[]
  margins: MarginLine[]
}

/** Turns extracted pages into canonical ones, in order, a window behind the reading. */
export class PageAssembler {
  readonly #vocabulary = new Vocabulary()
  readonly #sizes = new Map<number, number>()
  readonly #fonts: FontScales = new Map()
  /** The settled pages that the window still needs, then those that wait. */
  #pages: PendingPage[] = []
  #settled = 0

  /** Takes the next page and gives those that are settled by it. */
  add({ pieces, ...page }: ExtractedPage): ParsedPage[] {
    const lines = settleOrder(buildLines(pieces))
    this.#vocabulary.add(lines)
    this.#countSizes(lines)
    measureFonts(lines, this.#fonts)
    this.#pages.push({ page, lines, margins: findMarginLines(lines, page) })
    return this.#pages.length - this.#settled > LOOKAHEAD ? [this.#settleNext()] : []
  }

  /** Gives the pages that still wait. */
  finish(): ParsedPage[] {
    const rest: ParsedPage[] = []
    while (this.#settled < this.#pages.length) rest.push(this.#settleNext())
    return rest
  }

  #settleNext(): ParsedPage {
    const index = this.#settled
    const pending = this.#pages[index]
    if (!pending) throw new RangeError('no page waits')
    const from = Math.max(0, index - FURNITURE_WINDOW)
    const neighbours = this.#pages
      .slice(from, index + FURNITURE_WINDOW + 1)
      .filter((other) => other !== pending)
    const furniture = findFurniture(
      pending.margins,
      neighbours.map((other) => other.margins),
    )
    const lines = pending.lines.filter((line) => !furniture.has(line))
    const { width, height, number, rotation } = pending.page
    const composed = composePage(
      lines,
      { width, height },
      { vocabulary: this.#vocabulary, bodySize: this.#bodySize(), fonts: this.#fonts },
    )
    pending.lines = []
    this.#settled += 1
    if (this.#settled > FURNITURE_WINDOW) {
      this.#pages.shift()
      this.#settled -= 1
    }
    const source = composed.text.trim() ? 'layer' : 'empty'
    return { number, width, height, rotation, source, garbled: isGarbled(composed.text), ...composed }
  }

  #countSizes(lines: readonly Line[]): void {
    for (const { pieces } of lines)
      for (const { size, text } of pieces) {
        const key = Math.round(size * 2) / 2
        this.#sizes.set(key, (this.#sizes.get(key) ?? 0) + text.length)
      }
  }

  #bodySize(): number {
    let body = 10
    let most = 0
    for (const [size, count] of this.#sizes)
      if (count > most) {
        body = size
        most = count
      }
    return body
  }
}
