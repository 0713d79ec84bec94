import type { TextRun } from '#lib/documents/geometry/index.ts'
import type { FailureCode, MediaType } from '#lib/documents/schema.ts'

/** A heading inside a page's canonical text; level 1 is the highest. */
export interface PageHeading {
  charStart: number
  charEnd: number
  level: number
}

/** One page of canonical text. Width and height in points as displayed; 0, and `runs` null, for formats without layout. */
export interface ParsedPage {
  /** From 1. */
  number: number
  text: string
  width: number
  height: number
  /** The page's own /Rotate: 0, 90, 180 or 270. */
  rotation: number
  runs: TextRun[] | null
  source: 'layer' | 'empty'
  headings: PageHeading[]
  /** The text layer is there but does not read as language (broken character maps). */
  garbled: boolean
}

export interface ParseReport {
  pageCount: number
  textPages: number
  /** Page numbers. */
  emptyPages: number[]
  garbledPages: number[]
  /** User and system time of the child. */
  cpuMs: number
  peakRssBytes: number
}

export interface DetectedFile {
  mediaType: MediaType
  /** From the page tree, not from the file's claim; null where pages are only known after parsing. */
  pageCount: number | null
}

/** Facts for the message a person reads. Never text from the document. */
export type FailureDetail = Record<string, number | string>

/** Why a file could not be read. */
export class ParseFailure extends Error {
  readonly code: FailureCode
  readonly detail: FailureDetail

  constructor(code: FailureCode, detail: FailureDetail = {}, options?: ErrorOptions) {
    super(`parse failed: ${code}`, options)
    this.name = 'ParseFailure'
    this.code = code
    this.detail = detail
  }
}
