import { encodeRuns } from '#lib/documents/geometry/index.ts'
import type { FailureCode } from '#lib/documents/schema.ts'
import type { FailureDetail, ParsedPage } from './parsed-page.ts'

/** A page on its way: the runs are in the compact form of lib/documents/geometry, in base64. */
export interface PageMessage {
  type: 'page'
  page: Omit<ParsedPage, 'runs'> & { geometry: string | null }
}

/** Lines of JSON that the child writes to its standard output. */
export type Message =
  | { type: 'open'; pageCount: number | null }
  | PageMessage
  | { type: 'done'; cpuMs: number; peakRssBytes: number }
  | { type: 'fail'; code: FailureCode; detail: FailureDetail }

export function toPageMessage({ runs, ...page }: ParsedPage): PageMessage {
  const geometry = runs && Buffer.from(encodeRuns(runs)).toString('base64')
  return { type: 'page', page: { ...page, geometry } }
}
