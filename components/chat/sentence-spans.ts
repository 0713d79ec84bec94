import type { Nodes, Parent, Root, RootContent, Text } from 'mdast'
import type { Sentence } from '#lib/chat/schema.ts'

const LONGEST_TAIL = 24

/**
 * A remark plugin that wraps the sentences of an answer in spans, found by their offsets in the Markdown source:
 * `data-sentence` holds the index. The last word stands in a span of its own with `data-tail`, so that it can be kept
 * on one line with its markers.
 */
export function sentenceSpans(sentences: readonly Sentence[]) {
  return () => (tree: Root) => {
    const texts = collectTexts(tree)
    const lastText = sentences.map((sentence) => texts.findLast(({ text }) => overlaps(text, sentence))?.text)
    for (const { parent, text } of texts.toReversed()) {
      const parts = splitText(text, sentences, lastText)
      if (parts) parent.children.splice(parent.children.indexOf(text), 1, ...parts)
    }
  }
}

function collectTexts(
  node: Nodes,
  found: { parent: Parent; text: Text }[] = [],
): { parent: Parent; text: Text }[] {
  if (!('children' in node)) return found
  for (const child of node.children) {
    if (child.type === 'text') found.push({ parent: node, text: child })
    else collectTexts(child, found)
  }
  return found
}

function splitText(
  text: Text,
  sentences: readonly Sentence[],
  lastText: readonly (Text | undefined)[],
): RootContent[] | null {
  const [from, to] = rangeOf(text)
  // With escapes or entities the value is shorter than its source; then offsets inside it mean nothing.
  const exact = to - from === text.value.length
  const parts: RootContent[] = []
  let at = 0
  for (const [index, sentence] of sentences.entries()) {
    if (!overlaps(text, sentence)) continue
    const start = exact ? Math.max(at, sentence.start - from) : at
    const end = exact ? Math.min(text.value.length, sentence.end - from) : text.value.length
    if (end <= start) continue
    if (start > at) parts.push(plain(text.value.slice(at, start)))
    parts.push(...wrap(text.value.slice(start, end), index, lastText[index] === text))
    at = end
  }
  if (parts.length === 0) return null
  if (at < text.value.length) parts.push(plain(text.value.slice(at)))
  return parts
}

function wrap(value: string, index: number, isLast: boolean): RootContent[] {
  if (!isLast) return [span(value, index, false)]
  const trimmed = value.trimEnd()
  const space = trimmed.search(/\S+$/)
  const cut = trimmed.length - space > LONGEST_TAIL ? trimmed.length - 1 : Math.max(0, space)
  const spans = [span(trimmed.slice(cut), index, true)]
  if (cut > 0) spans.unshift(span(trimmed.slice(0, cut), index, false))
  return trimmed.length < value.length ? [...spans, plain(value.slice(trimmed.length))] : spans
}

/** `hName` makes remark-rehype render any node as that element; "emphasis" is only its place in the tree's types. */
function span(value: string, index: number, tail: boolean): RootContent {
  return {
    type: 'emphasis',
    data: {
      hName: 'span',
      hProperties: { dataSentence: String(index), ...(tail ? { dataTail: 'true' } : {}) },
    },
    children: [plain(value)],
  }
}

function plain(value: string): Text {
  return { type: 'text', value }
}

function overlaps(text: Text, { start, end }: Sentence): boolean {
  const [from, to] = rangeOf(text)
  return start < to && end > from
}

function rangeOf(node: Text): [number, number] {
  return [node.position?.start.offset ?? 0, node.position?.end.offset ?? 0]
}
