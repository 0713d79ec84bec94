import stemEnglish from 'wink-porter2-stemmer'
import { GRAM_SIZE, HASH_BITS } from './parameters.ts'
import { STOP_WORDS } from './stop-words.ts'

const GRAM_OFFSET = 2 ** HASH_BITS
const STEM_CACHE_SIZE = 50_000
const stemCache = new Map<string, string>()

/**
 * Text as the index sees it: NFKC, lower case, without diacritics, possessive `'s` and apostrophes. Lengths change, so
 * offsets into the result mean nothing in the original.
 */
export function foldText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/['’ʼ‘`]s(?![\p{L}\p{N}])/gu, '')
    .replace(/(?<=\p{L})['’ʼ‘`](?=\p{L})/gu, '')
}

/** All words of a text in order, folded, stop words included. */
export function toAllWords(text: string): string[] {
  return foldText(text).match(/[\p{L}\p{N}]+/gu) ?? []
}

/** The words of a text that carry its subject, in order, folded but not stemmed. */
export function toWords(text: string): string[] {
  return toAllWords(text).filter((word) => !STOP_WORDS.has(word))
}

/** The stem of a folded word: Porter2 (snowballstem.org/algorithms/english) for Latin letters, else the word itself. */
export function toStem(word: string): string {
  const known = stemCache.get(word)
  if (known !== undefined) return known
  const stem = /^[a-z]+$/.test(word) ? stemEnglish(word) : word
  if (stemCache.size >= STEM_CACHE_SIZE) stemCache.clear()
  stemCache.set(word, stem)
  return stem
}

/** The 4-grams of a folded word between its borders: `cat` gives `^cat` and `cat$`. Shorter words give one gram. */
export function toGrams(word: string): string[] {
  const characters = [...`^${word}$`]
  if (characters.length <= GRAM_SIZE) return [characters.join('')]
  return Array.from({ length: characters.length - GRAM_SIZE + 1 }, (_, at) =>
    characters.slice(at, at + GRAM_SIZE).join(''),
  )
}

/** Dimension of a stem in the sparse vectors, 1..2^28. */
export function toWordDimension(stem: string): number {
  return hashTerm(stem) + 1
}

/** Dimension of a gram in the sparse vectors, 2^28 + 1..2^29. */
export function toGramDimension(gram: string): number {
  return GRAM_OFFSET + hashTerm(gram) + 1
}

/** FNV-1a over UTF-16 units with the finaliser of MurmurHash3 (both public domain), the low 28 bits of it. */
function hashTerm(term: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < term.length; at++) {
    hash = Math.imul(hash ^ term.charCodeAt(at), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) % GRAM_OFFSET
}
