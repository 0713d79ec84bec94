import type { ViewerMark, ViewerMatch } from './types.ts'

/** Three footnotes on one page, the last over two lines. */
export const MARKS: readonly ViewerMark[] = [
  { id: 'a', marker: 1, page: 1, charStart: 0, charEnd: 10, rects: [[0.12, 0.2, 0.5, 0.05]] },
  { id: 'b', marker: 2, page: 1, charStart: 20, charEnd: 40, rects: [[0.3, 0.42, 0.4, 0.05]] },
  {
    id: 'c',
    marker: 3,
    page: 1,
    charStart: 60,
    charEnd: 90,
    rects: [
      [0.5, 0.62, 0.38, 0.05],
      [0.12, 0.7, 0.3, 0.05],
    ],
  },
]

export const MATCHES: readonly ViewerMatch[] = [
  { id: 'found', page: 1, charStart: 95, charEnd: 99, rects: [[0.12, 0.85, 0.2, 0.05]] },
]

/** Answers to the request for a file that each have words of their own. */
export const FILE_STATUSES = [401, 404, 503] as const
