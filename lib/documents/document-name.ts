import { isVisible } from '#lib/platform/visible-text.ts'

/** As long as people can read in a list; longer names are cut before their ending. */
const MAX_CHARACTERS = 200

// C0, C1, direction marks, embeddings, overrides and isolates, zero-width characters and the byte-order mark: they hide or reorder what is shown.
const INVISIBLE = /[\p{Cc}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu

/**
 * A file name as it may be shown: the last path segment, without control characters and direction overrides, at most
 * 200 characters with its ending kept. Names are labels only; nothing is stored under them.
 */
export function toDocumentName(filename: string): string {
  const base = filename.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const clean = base.replace(INVISIBLE, '').toWellFormed().replace(/\s+/g, ' ').trim()
  if (!isVisible(clean) || /^\.+$/.test(clean)) return 'Untitled'
  return shorten(clean)
}

function shorten(name: string): string {
  const characters = [...name]
  if (characters.length <= MAX_CHARACTERS) return name
  const ending = /\.[\p{L}\p{N}]{1,10}$/u.exec(name)?.[0] ?? ''
  return `${characters.slice(0, MAX_CHARACTERS - ending.length - 1).join('')}…${ending}`
}
