import type { Nodes, Parent, Root, RootContent, Text } from 'mdast'
import { alignSource } from '#components/viewer/source-offsets.ts'
import type { Sentence } from '#lib/chat/schema.ts'

const LONGEST_TAIL = 24

interface Leaf {
  parent: Parent
  node: Exclude<Nodes, Parent>
  from: number
  to: number
}

/**
 * A remark plugin that wraps the sentences of an answer in spans, found by their offsets in the Markdown source:
 * `data-sentence` holds the index. Every sentence has exactly one span with `data-tail`, where its markers stand: its
 * last word, so that both are kept on one line, or nothing where it ends in what is no text (code, a picture).
 */
export function sentenceSpans(sentences: readonly Sentence[]) {
  return () => (tree: Root, file: { toString: () => string }) => {
    const source = String(file)
    const leaves = collectLeaves(tree)
    const tails = sentences.map((sentence) => findTail(leaves, sentence))
    for (const leaf of leaves.toReversed()) {
      const parts =
        leaf.node.type === 'text' ? splitText(leaf, leaf.node, source, sentences, tails) : [leaf.node]
      for (const [index, tail] of tails.entries())
        if (tail === leaf && !parts.some((part) => isTailOf(part, index))) parts.push(span('', index, true))
      if (parts.length > 1 || parts[0] !== leaf.node) replace(leaf, parts)
    }
    const orphans = sentences.flatMap((_, index) => (tails[index] ? [] : [span('', index, true)]))
    if (orphans.length > 0) tree.children.push(paragraph(orphans))
  }
}

function collectLeaves(parent: Parent, found: Leaf[] = []): Leaf[] {
  for (const node of parent.children) {
    if ('children' in node) collectLeaves(node, found)
    else if (node.type !== 'definition')
      found.push({ parent, node, from: node.position?.start.offset ?? 0, to: node.position?.end.offset ?? 0 })
  }
  return found
}

/** The last leaf of a sentence, else the one before it, else the first of all. */
function findTail(leaves: readonly Leaf[], { start, end }: Sentence): Leaf | undefined {
  return (
    leaves.findLast(({ from, to }) => start < to && end > from) ??
    leaves.findLast(({ from }) => from < end) ??
    leaves[0]
  )
}

function splitText(
  leaf: Leaf,
  text: Text,
  source: string,
  sentences: readonly Sentence[],
  tails: readonly (Leaf | undefined)[],
): RootContent[] {
  const toPlace = alignSource(source.slice(leaf.from, leaf.to), text.value)
  const parts: RootContent[] = []
  let at = 0
  for (const [index, sentence] of sentences.entries()) {
    const start = Math.max(at, toPlace(sentence.start - leaf.from))
    const end = toPlace(sentence.end - leaf.from)
    if (end <= start) continue
    if (start > at) parts.push(plain(text.value.slice(at, start)))
    parts.push(...wrap(text.value.slice(start, end), index, tails[index] === leaf))
    at = end
  }
  if (parts.length === 0) return [text]
  if (at < text.value.length) parts.push(plain(text.value.slice(at)))
  return parts
}

function wrap(value: string, index: number, isLast: boolean): RootContent[] {
  if (!isLast) return [span(value, index, false)]
  const trimmed = value.trimEnd()
  if (trimmed === '') return [plain(value)]
  const space = trimmed.search(/\S+$/)
  const cut = trimmed.length - space > LONGEST_TAIL ? trimmed.length - 1 : Math.max(0, space)
  const spans = [span(trimmed.slice(cut), index, true)]
  if (cut > 0) spans.unshift(span(trimmed.slice(0, cut), index, false))
  return trimmed.length < value.length ? [...spans, plain(value.slice(trimmed.length))] : spans
}

/** A block (code, a rule) takes no words beside it: what belongs to it comes in a line of its own below. */
function replace({ parent, node }: Leaf, parts: RootContent[]): void {
  const [first, ...rest] = parts
  const isBlock =
    node.type === 'code' || node.type === 'thematicBreak' || (node.type === 'html' && isFlow(parent))
  const nodes = isBlock && first ? [first, paragraph(rest)] : parts
  const children: Nodes[] = parent.children
  children.splice(children.indexOf(node), 1, ...nodes)
}

function isFlow({ type }: Parent | Root): boolean {
  return type === 'root' || type === 'blockquote' || type === 'listItem'
}

function isTailOf(part: RootContent, index: number): boolean {
  const properties = part.data?.hProperties
  return properties?.dataTail !== undefined && properties.dataSentence === String(index)
}

function paragraph(children: RootContent[]): RootContent {
  return { type: 'emphasis', data: { hName: 'p' }, children: children.filter(isPhrasing) }
}

function isPhrasing(node: RootContent): node is ReturnType<typeof span> | Text {
  return node.type === 'emphasis' || node.type === 'text'
}

/** `hName` makes remark-rehype render any node as that element; "emphasis" is only its place in the tree's types. */
function span(value: string, index: number, tail: boolean) {
  return {
    type: 'emphasis' as const,
    data: {
      hName: 'span',
      hProperties: { dataSentence: String(index), ...(tail ? { dataTail: 'true' } : {}) },
    },
    children: value === '' ? [] : [plain(value)],
  }
}

function plain(value: string): Text {
  return { type: 'text', value }
}
