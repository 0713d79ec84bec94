import { toProblemText } from '#components/layout/problem-text.ts'
import type { Problem } from '#lib/platform/http/schema.ts'

const AGAIN = 'Try again in a moment.'

/** One sentence that says why a file was not taken, and what to do where that helps. */
export function toRefusal(problem: Problem): { what: string; remedy: string | null } {
  const [, what = problem.detail, rest = ''] = /^(.+?[.!?])(?:\s+(.+))?$/s.exec(problem.detail.trim()) ?? []
  // Most refusals bring their own remedy behind the cause; the general one would say it a second time.
  if (rest) return { what, remedy: rest }
  // The general words for our own faults speak of a number, which a row has no place for.
  return { what, remedy: problem.status < 500 ? toProblemText(problem).remedy : AGAIN }
}
