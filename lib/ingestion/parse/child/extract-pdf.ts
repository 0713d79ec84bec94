import { PageAssembler } from '#lib/ingestion/layout/assembler.ts'
import { cleanText, repairLamAlef } from '#lib/ingestion/layout/clean.ts'
import { type Piece, placeItem, type TextItem } from '#lib/ingestion/layout/piece.ts'
import { type ParsedPage, ParseFailure } from '#lib/ingestion/parse/parsed-page.ts'
import type { PdfDocument, PdfPage, TextContent } from './pdf-document.ts'

/** More text items than this on one page is no page that somebody reads. */
const MAX_ITEMS_PER_PAGE = 200_000
/** The same for characters: one item may hold any number of them. */
const MAX_CHARACTERS_PER_PAGE = 2_000_000

/** Canonical pages of a PDF, in order, as they are settled. */
export async function* extractPdf(document: PdfDocument): AsyncGenerator<ParsedPage> {
  const assembler = new PageAssembler()
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number)
    const { width, height, transform } = page.getViewport({ scale: 1 })
    const pieces = await readPieces(page, transform, number)
    const rotation = ((page.rotate % 360) + 360) % 360
    yield* assembler.add({ number, width, height, rotation, pieces })
    page.cleanup()
  }
  yield* assembler.finish()
}

async function readPieces(page: PdfPage, viewport: readonly number[], number: number): Promise<Piece[]> {
  const pieces: Piece[] = []
  const styles: TextContent['styles'] = {}
  let count = 0
  let characters = 0
  const reader = page.streamTextContent().getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return pieces
    Object.assign(styles, value.styles)
    count += value.items.length
    if (count > MAX_ITEMS_PER_PAGE) {
      await reader.cancel(new Error('too many items'))
      throw new ParseFailure('limit', { page: number, items: MAX_ITEMS_PER_PAGE })
    }
    for (const item of value.items) {
      if (!isText(item) || item.str === '') continue
      characters += item.str.length
      if (characters > MAX_CHARACTERS_PER_PAGE)
        throw new ParseFailure('limit', { page: number, characters: MAX_CHARACTERS_PER_PAGE })
      const str = item.dir === 'rtl' ? repairLamAlef(cleanText(item.str)) : cleanText(item.str)
      const piece = placeItem({ ...item, str }, styles[item.fontName], viewport)
      if (piece) pieces.push(piece)
    }
  }
}

function isText(item: TextItem | { type: string }): item is TextItem {
  return 'str' in item
}
