import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import type { PageHeading } from '#lib/ingestion/parse/parsed-page.ts'

/** A source line longer than this is data, and nesting deeper than this an attack: read as plain text. */
const MAX_NESTING = 100

interface Node {
  type: string
  depth?: number
  position?: { start: { offset?: number }; end: { offset?: number } }
}

/** Headings of a Markdown source, and the offsets where its outermost blocks end. */
export function findMarkdownStructure(source: string): { headings: PageHeading[]; boundaries: number[] } {
  const headings: PageHeading[] = []
  const boundaries: number[] = []
  if (isTooDeep(source)) return { headings, boundaries }
  const { children }: { children: Node[] } = unified().use(remarkParse).use(remarkGfm).parse(source)
  for (const { type, depth, position } of children) {
    const charStart = position?.start.offset
    const charEnd = position?.end.offset
    if (charStart === undefined || charEnd === undefined) continue
    if (type === 'heading') headings.push({ charStart, charEnd, level: depth ?? 1 })
    // A heading stays with what it heads.
    else if (source.charAt(charEnd) === '\n') boundaries.push(charEnd)
  }
  return { headings, boundaries }
}

/** Quotes, lists and brackets nested by the thousand take micromark quadratic time. */
function isTooDeep(source: string): boolean {
  return new RegExp(
    `^(?:[ \\t]*(?:>|[-*+]|\\d+\\.)[ \\t]*){${MAX_NESTING}}|[\\[(*_\`<]{${MAX_NESTING}}`,
    'm',
  ).test(source)
}
