import 'remark-parse'
import remarkGfm from 'remark-gfm'
import type { PluggableList, Processor } from 'unified'

/**
 * Markdown as answers use it: GitHub's, but that a bare address stays text. As a link it would take in the escapes of a
 * quoted address and whatever stands right behind it, a closing quotation mark or a footnote.
 */
export const ANSWER_SYNTAX: PluggableList = [remarkGfm, withoutBareLinks]

/** Undoes both halves of what remark-gfm sets up: reading addresses as links, and finding them in the text that was read. */
function withoutBareLinks(this: Processor): void {
  const data = this.data()
  data.micromarkExtensions?.push({ disable: { null: ['wwwAutolink', 'protocolAutolink', 'emailAutolink'] } })
  data.fromMarkdownExtensions = data.fromMarkdownExtensions
    ?.flat()
    .map(({ transforms: _, ...extension }) => extension)
}
