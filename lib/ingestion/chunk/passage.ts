import type { PageHeading } from '#lib/ingestion/parse/parsed-page.ts'

/** What chunking reads of a page. */
export interface ChunkablePage {
  number: number
  text: string
  headings: readonly PageHeading[]
}

/**
 * A range over canonical text. `text` is exactly the canonical text of the range; where it crosses pages, the
 * texts of the pages are joined with one "\n". Offsets are UTF-16 units, `charEnd` (on `pageEnd`) is exclusive.
 */
export interface Passage {
  ordinal: number
  /** Headings above the passage, the highest first. */
  headingPath: string[]
  text: string
  /** ⌈characters / 4⌉, the rule that the builtin model is metered by. */
  tokenCount: number
  pageStart: number
  charStart: number
  pageEnd: number
  charEnd: number
}
