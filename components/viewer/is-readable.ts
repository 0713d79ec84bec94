/** Nested by the dozens it is an attack on who reads it, not a text; such a page is shown as it stands. */
const TOO_DEEP = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d+[.)])[ \t]*){50}|[[(<]{50}/m

/** Whether a page can be read as Markdown with reasonable effort. */
export function isReadable(source: string): boolean {
  return !TOO_DEEP.test(source)
}
