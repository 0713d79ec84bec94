const CONTEXT_CHARACTERS = 240
const SENTENCE_END = /[.!?…。！？]["'”’»)\]]*\s+/gu

/**
 * What stands around a quote on its page, for the sidenote: up to the sentence's beginning before it and its end behind
 * it, whole words, at most 240 characters each.
 */
export function readContext(
  pageText: string,
  charStart: number,
  charEnd: number,
): { before: string; after: string } {
  return { before: readBefore(pageText.slice(0, charStart)), after: readAfter(pageText.slice(charEnd)) }
}

function readBefore(text: string): string {
  const near = text.slice(-CONTEXT_CHARACTERS)
  const ends = [...near.matchAll(SENTENCE_END), ...near.matchAll(/\n\s*\n/g)].map(
    (match) => match.index + match[0].length,
  )
  const last = Math.max(0, ...ends)
  if (last > 0) return near.slice(last)
  return near.length < text.length ? near.replace(/^\S*\s/, '') : near
}

function readAfter(text: string): string {
  const near = text.slice(0, CONTEXT_CHARACTERS)
  const end = /[.!?…。！？]["'”’»)\]]*(?=\s|$)|\n\s*\n/u.exec(near)
  if (end) return near.slice(0, end.index + end[0].trimEnd().length)
  return near.length < text.length ? near.replace(/\s\S*$/, '') : near
}
