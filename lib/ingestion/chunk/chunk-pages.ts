import type { ChunkSize } from '#lib/documents/schema.ts'
import { PageChunker } from './page-chunker.ts'
import type { ChunkablePage, Passage } from './passage.ts'

/**
 * Passages of a document in reading order: cut at headings, packed from whole paragraphs, list items, table rows and
 * sentences. Together they hold every character of the pages but blanks. The same pages always give the same passages.
 *
 * @param pages all pages, in order.
 */
export function chunkPages(
  pages: readonly ChunkablePage[],
  size: ChunkSize = 'standard',
): Promise<Passage[]> {
  const chunker = new PageChunker(size)
  for (const page of pages) chunker.add(page)
  return chunker.finish()
}
