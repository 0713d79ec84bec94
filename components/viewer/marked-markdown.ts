import type { Code, Nodes, Parent, PhrasingContent, Root, Text } from 'mdast'
import { alignSource } from './source-offsets.ts'
import { type MarkedRange, toSegments } from './text-segments.ts'

/**
 * A remark plugin that draws ranges of the source as marks: `data-range` holds the index in `ranges`, `data-first`
 * stands at the first piece of each. Signs of Markdown inside a range are not drawn, its words are.
 */
export function markedMarkdown(ranges: readonly MarkedRange[]) {
  return () => (tree: Root, file: { toString: () => string }) => {
    const draw = new Drawing(String(file), ranges)
    showAll(tree, draw.source)
    draw.walk(tree)
  }
}

/** What would be drawn elsewhere or not at all is a part of the page too: it stands as it was written. */
function showAll(parent: Parent, source: string): void {
  for (const [index, node] of parent.children.entries()) {
    if (node.type === 'definition')
      parent.children[index] = { type: 'paragraph', children: [asWritten(node, source)] }
    else if (node.type === 'html' && isFlow(parent))
      parent.children[index] = { type: 'paragraph', children: [asWritten(node, source)] }
    else if (node.type === 'footnoteDefinition')
      parent.children[index] = { type: 'blockquote', children: node.children }
    else if (
      node.type === 'html' ||
      node.type === 'footnoteReference' ||
      node.type === 'image' ||
      node.type === 'imageReference' ||
      node.type === 'linkReference'
    )
      parent.children[index] = asWritten(node, source)
    const shown = parent.children[index]
    if (shown && 'children' in shown) showAll(shown, source)
  }
}

function asWritten(node: Nodes, source: string): Text {
  const value = source.slice(node.position?.start.offset, node.position?.end.offset)
  return { type: 'text', value, ...(node.position ? { position: node.position } : {}) }
}

function isFlow({ type }: Parent | Root): boolean {
  return type === 'root' || type === 'blockquote' || type === 'listItem' || type === 'footnoteDefinition'
}

/** What code holds once it is HTML. */
type ElementContent = NonNullable<NonNullable<Code['data']>['hChildren']>[number]

interface Piece {
  text: string
  /** Index of the range it is a part of, -1 outside of all. */
  range: number
  first: boolean
}

class Drawing {
  readonly source: string
  readonly #ranges: readonly MarkedRange[]
  readonly #drawn = new Set<number>()

  constructor(source: string, ranges: readonly MarkedRange[]) {
    this.source = source
    this.#ranges = ranges
  }

  walk(parent: Parent): void {
    for (const node of [...parent.children]) {
      if ('children' in node) this.walk(node)
      else if (node.type === 'text') {
        const pieces = this.#cut(node, node.value)
        if (pieces) parent.children.splice(parent.children.indexOf(node), 1, ...pieces.map(toNode))
      } else if (node.type === 'inlineCode' || node.type === 'code') {
        const pieces = this.#cut(node, node.value)
        if (!pieces) continue
        node.data = { ...node.data, hChildren: pieces.map(toElement) }
      }
    }
  }

  #cut(node: Nodes, value: string): Piece[] | null {
    const from = node.position?.start.offset ?? 0
    const to = node.position?.end.offset ?? 0
    const over = this.#ranges.filter(({ charStart, charEnd }) => charStart < to && charEnd > from)
    if (over.length === 0) return null
    const toPlace = alignSource(this.source.slice(from, to), value)
    const inside = over.map((range) => ({
      ...range,
      index: this.#ranges.indexOf(range),
      charStart: toPlace(range.charStart - from),
      charEnd: toPlace(range.charEnd - from),
    }))
    return toSegments(value, inside)
      .filter(({ text }) => text !== '')
      .map(({ text, range }) => {
        const index = inside.find((one) => one === range)?.index ?? -1
        const first = index >= 0 && !this.#drawn.has(index)
        if (first) this.#drawn.add(index)
        return { text, range: index, first }
      })
  }
}

function propertiesOf({ range, first }: Piece) {
  return { dataRange: String(range), ...(first ? { dataFirst: 'true' } : {}) }
}

/** `hName` makes remark-rehype render any node as that element; "emphasis" is only its place in the tree's types. */
function toNode(piece: Piece): PhrasingContent {
  const text: Text = { type: 'text', value: piece.text }
  if (piece.range < 0) return text
  return { type: 'emphasis', data: { hName: 'mark', hProperties: propertiesOf(piece) }, children: [text] }
}

function toElement(piece: Piece): ElementContent {
  const text: ElementContent = { type: 'text', value: piece.text }
  if (piece.range < 0) return text
  return { type: 'element', tagName: 'mark', properties: propertiesOf(piece), children: [text] }
}
