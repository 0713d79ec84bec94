import { createRequire } from 'node:module'
import path from 'node:path'
import { PDFParse } from 'pdf-parse'
import type { TextItem, TextStyle } from '#lib/ingestion/layout/piece.ts'

/** What we use of the pdf.js document that pdf-parse holds. */
export interface PdfDocument {
  numPages: number
  getPage(number: number): Promise<PdfPage>
}

export interface PdfPage {
  rotate: number
  getViewport(options: { scale: number }): { width: number; height: number; transform: number[] }
  streamTextContent(options?: object): ReadableStream<TextContent>
  cleanup(): boolean
}

export interface TextContent {
  items: (TextItem | { type: string })[]
  styles: Record<string, TextStyle>
}

/**
 * Opens a PDF for its text: no scripts, no eval, no XFA, no fetching, errors only on the log.
 *
 * @throws the errors of pdf-parse: PasswordException, InvalidPDFException, FormatError.
 */
export async function openPdf(data: Uint8Array): Promise<PdfDocument> {
  const assets = pdfjsFolder()
  const parser = new PDFParse({
    data,
    cMapUrl: `${assets}/cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${assets}/standard_fonts/`,
    isEvalSupported: false,
    enableXfa: false,
    useSystemFonts: false,
    useWorkerFetch: false,
    disableFontFace: true,
    verbosity: 0,
  })
  return documentOf(parser)
}

/**
 * The pdf.js document inside a parser. `load` and `doc` are private in pdf-parse's types, but there is no other way
 * to positions that does not bring a second pdf.js; a contract test holds both to what we use of them.
 */
async function documentOf(parser: PDFParse): Promise<PdfDocument> {
  const inside = parser as unknown as { load(): Promise<PdfDocument>; doc?: PdfDocument }
  await inside.load()
  if (!inside.doc) throw new Error('pdf-parse holds no document after load')
  return inside.doc
}

/** pdf-parse pins its own pdfjs-dist; maps and fonts must come from the same version. */
function pdfjsFolder(): string {
  const fromPdfParse = createRequire(createRequire(import.meta.url).resolve('pdf-parse'))
  return path.dirname(fromPdfParse.resolve('pdfjs-dist/package.json'))
}
