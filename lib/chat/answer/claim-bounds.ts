const TERMINATED = /[.!?…。！？]["'”’»)\]*_]*$/u
const BLOCK_START = /^(?:[-*+•]\s|\d{1,3}[.)]\s|#{1,6}\s|>|\||`{3}|~{3})/
const ABBREVIATION =
  /(?:^|[\s(“"])(?:\p{Lu}|e\.g|i\.e|etc|cf|vs|ca|approx|no|nos|fig|figs|eq|sec|ch|vol|pp?|al|dr|mr|mrs|ms|prof|st|jr|sr|inc|ltd|co|z\.\s?B|bzw|usw|Nr|Abs|Art)\.$/iu
const LIST_NUMBER = /^\s*\d{1,3}[.)]$/

/**
 * Whether a claim ends after `text`, when `space` and then `next` follow. A quotation in “ ” is never cut: a quote that
 * holds several sentences stands or falls as one.
 *
 * @param text the answer since the last claim.
 */
export function endsSentence(text: string, space: string, next: string): boolean {
  const breaks = space.match(/\n/g)?.length ?? 0
  if (breaks > 1 || (breaks === 1 && (BLOCK_START.test(next) || /(?:^|\n)\s*#{1,6}\s[^\n]*$/.test(text))))
    return true
  if (isQuoting(text) || LIST_NUMBER.test(text) || !TERMINATED.test(text)) return false
  const endsWithDot = /\.["'”’»)\]*_]*$/.test(text)
  if (endsWithDot && /^\p{Ll}/u.test(next)) return false
  return !ABBREVIATION.test(text)
}

function isQuoting(text: string): boolean {
  return text.lastIndexOf('“') > text.lastIndexOf('”')
}

/** Where the claim's own words begin: behind white space, list bullets and block quotes. */
export function toClaimStart(text: string, from: number): number {
  const lead = /^\s*(?:(?:>|[-*+•]|\d{1,3}[.)])\s+)*/.exec(text.slice(from))?.[0] ?? ''
  return from + lead.length
}
