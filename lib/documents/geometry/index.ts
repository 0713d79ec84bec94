/** Where the characters of a page stand. Pure: runs in the browser, the server and the parser's child alike. */
export { decodeRuns, encodeRuns } from './encode.ts'
export type { Rect, TextRun } from './text-run.ts'
export { toRects } from './to-rects.ts'
