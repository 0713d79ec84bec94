// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is cleaned out
const UNSTORABLE = /[\u0000\ud800-\udfff]/

/** Takes out NUL, which PostgreSQL cannot store, and lone surrogates, which are no characters. */
export function cleanText(text: string): string {
  if (!UNSTORABLE.test(text)) return text
  return text
    .replaceAll('\0', '')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')
}
