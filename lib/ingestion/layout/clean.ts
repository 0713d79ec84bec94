// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is cleaned out
const UNSTORABLE = /[\u0000\ud800-\udfff]/

/** Takes out NUL, which PostgreSQL cannot store, and lone surrogates, which are no characters. */
export function cleanText(text: string): string {
  if (!UNSTORABLE.test(text)) return text
  return text
    .replaceAll('\0', '')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')
}

/**
 * Puts the letters of a lam-alef ligature back in order. Many files map its glyph to both letters, which then come out
 * reversed when the line is turned to reading order; alef, alef with a sign, lam is no spelling of Arabic.
 */
export function repairLamAlef(text: string): string {
  return text.replace(/\u0627([\u0622\u0623\u0625\u0627])\u0644/g, '\u0627\u0644$1')
}
