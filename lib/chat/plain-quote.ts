/** Of a table's second line, also a part of it, or a rule across the page. */
const RULE = /^[ \t]*[|:-][ \t|:-]*$|^[ \t]*(?:[*_-][ \t]*){3,}$/
const ROW_END = /^[ \t]*\|[ \t]*$/
const FENCE = /^[ \t]*(?:`{3,}|~{3,}).*$/
/** Quotation signs, bullets, numbers of a list and heading signs, before the words of a line. */
const OPENING = /^(?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}(?:[ \t]|$)))+[ \t]*/

/**
 * Words of a Markdown text as one reads them: without the signs of headings, lists, tables, emphasis and links. What is
 * cut in the middle of such a sign reads well too. The text that was cited stays as it is; this is for showing it.
 */
export function toPlainQuote(markdown: string): string {
  return markdown
    .split('\n')
    .map((line) => (!ROW_END.test(line) && (RULE.test(line) || FENCE.test(line)) ? '' : line))
    .map((line, index, { length }) => toPlainCells(line.replace(OPENING, ''), index < length - 1))
    .filter((line, index, lines) => line !== '' || lines[index - 1] !== '')
    .join('\n')
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/<(https?:[^>\s]+)>/g, '$1')
    .replace(/(?<!\\)(?:\*\*|__(?!\w)|(?<!\w)__|~~)/g, '')
    .replace(/(?<![\\\p{L}\p{N}])[*_](?=[\p{L}\p{N}“"'(‘])/gu, '')
    .replace(/(?<=[\p{L}\p{N}”"')’.,;:!?%])[*_](?![\p{L}\p{N}])/gu, '')
    .replace(/(?<!\\)`+/g, '')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
}

/** The cells of a table row with a sign between them that is no drawing; `goesOn` when more rows may follow. */
function toPlainCells(line: string, goesOn: boolean): string {
  if (!/(?<!\\)\|/.test(line)) return line
  const inner = line.replace(/^[ \t]*\|[ \t]*/, '').replace(/[ \t]*\|[ \t]*$/, '')
  return inner.replace(/[ \t]*(?<!\\)\|[ \t]*/g, ' · ') + (goesOn ? ';' : '')
}
