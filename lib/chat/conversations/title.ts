import { isVisible, removeDisguise } from '#lib/platform/visible-text.ts'

export const UNTITLED = 'New conversation'
const MAX_CHARACTERS = 80

/** A conversation's title from its first question: the first line, cut at a word. */
export function toTitle(question: string): string {
  const firstLine = question.trim().split('\n', 1)[0] ?? ''
  const line = removeDisguise(firstLine.replace(/\s+/g, ' '))
  if (!isVisible(line)) return UNTITLED
  if (line.length <= MAX_CHARACTERS) return line
  const cut = line
    .slice(0, MAX_CHARACTERS)
    .toWellFormed()
    .replace(/\uFFFD$/, '')
  return `${cut.replace(/\s+\S*$/, '') || cut}…`
}
