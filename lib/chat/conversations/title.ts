export const UNTITLED = 'New conversation'
const MAX_CHARACTERS = 80

/** A conversation's title from its first question: the first line, cut at a word. */
export function toTitle(question: string): string {
  const line = (question.trim().split('\n', 1)[0] ?? '').replace(/\s+/g, ' ')
  if (line.length <= MAX_CHARACTERS) return line || UNTITLED
  const cut = line
    .slice(0, MAX_CHARACTERS)
    .toWellFormed()
    .replace(/\uFFFD$/, '')
  return `${cut.replace(/\s+\S*$/, '') || cut}…`
}
