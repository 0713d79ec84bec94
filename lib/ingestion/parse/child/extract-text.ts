import type { MediaType } from '#lib/documents/schema.ts'
import { decodeText } from '#lib/ingestion/detect/decode-text.ts'
import { cleanText } from '#lib/ingestion/layout/clean.ts'
import { findMarkdownStructure } from '#lib/ingestion/layout/markdown.ts'
import { cutPages } from '#lib/ingestion/layout/text-pages.ts'
import { type ParsedPage, ParseFailure } from '#lib/ingestion/parse/parsed-page.ts'

/**
 * Canonical pages of Markdown or plain text. The source is the text, but for line ends (always "\n"), NUL and
 * lone surrogates; headings are ranges over it.
 */
export function extractText(data: Uint8Array, mediaType: MediaType): { pages: ParsedPage[] } {
  const text = cleanText(decodeText(data)).replace(/\r\n?/g, '\n')
  if (text.trim() === '') throw new ParseFailure(data.length === 0 ? 'empty' : 'no_text')
  const { headings, boundaries } =
    mediaType === 'text/markdown' ? findMarkdownStructure(text) : { headings: [], boundaries: [] }
  const pages = cutPages(text, boundaries).map(({ charStart, charEnd }, index): ParsedPage => {
    const part = text.slice(charStart, charEnd)
    return {
      number: index + 1,
      text: part,
      width: 0,
      height: 0,
      rotation: 0,
      runs: null,
      source: part.trim() ? 'layer' : 'empty',
      headings: headings
        .filter((heading) => heading.charStart >= charStart && heading.charEnd <= charEnd)
        .map((heading) => ({
          ...heading,
          charStart: heading.charStart - charStart,
          charEnd: heading.charEnd - charStart,
        })),
      garbled: false,
    }
  })
  return { pages }
}
