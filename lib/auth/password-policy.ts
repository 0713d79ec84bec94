import { AppError } from '#lib/platform/errors.ts'
import { COMMON_PASSWORDS } from './common-passwords.ts'
import { PASSWORD_MIN_CHARACTERS } from './schema.ts'

/** Words that anybody would try here first. */
const PRODUCT_WORDS = ['footnote', 'footnotes', 'document', 'documents', 'citation', 'citations']
/** Rows of a keyboard and the alphabet; walking along them is no secret. */
const WALKS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv',
]
/** What has to be left of a password beside words that everybody knows. */
const MIN_OWN_CHARACTERS = 6

/**
 * Refuses passwords that are too short or that everybody would guess. No rules about kinds of characters: they make
 * passwords worse (ASVS 6.2).
 *
 * @throws AppError invalid at `/password`
 */
export function assertGoodPassword(password: string, email: string): void {
  const problem = findPasswordProblem(password, email)
  if (!problem) return
  throw new AppError('invalid', problem, { errors: [{ pointer: '/password', detail: problem }] })
}

/** What is wrong with a password, in a sentence for its owner; null when it will do. */
export function findPasswordProblem(password: string, email: string): string | null {
  if ([...password].length < PASSWORD_MIN_CHARACTERS) {
    return `Use at least ${PASSWORD_MIN_CHARACTERS} characters. A few words in a row are easy to remember.`
  }
  if (isGuessable(password.normalize('NFKC').toLowerCase(), email)) {
    return 'This password is one of the first that would be tried. Use a few words that have nothing to do with each other.'
  }
  return null
}

function isGuessable(password: string, email: string): boolean {
  const plain = undoSubstitutions(password)
  const stem = undoSubstitutions(password.replace(/[^\p{L}@$]+$/u, ''))
  if ([password, plain, stem].some(isCommon) || isRepetition(password)) return true
  const known = [...PRODUCT_WORDS, ...email.toLowerCase().split(/[^\p{L}\p{N}]+/u)]
  const rests = [withoutWalks(withoutWords(password, known)), withoutWords(plain, known)]
  return rests.some((rest) => [...rest.replace(/\s/g, '')].length < MIN_OWN_CHARACTERS)
}

function isCommon(form: string): boolean {
  return COMMON_PASSWORDS.has(form) || COMMON_PASSWORDS.has(form.replace(/^[^a-z]+|[^a-z]+$/g, ''))
}

/** A unit of up to six characters over and over, or hardly any distinct ones. */
function isRepetition(form: string): boolean {
  return /^(.{1,6}?)\1+.{0,3}$/su.test(form) || new Set(form).size < 4
}

function withoutWords(text: string, words: readonly string[]): string {
  const longestFirst = words.filter((word) => word.length >= 4).toSorted((a, b) => b.length - a.length)
  return longestFirst.reduce((rest, word) => rest.replaceAll(word, ' '), text)
}

function withoutWalks(text: string): string {
  const walks = WALKS.flatMap((walk) => [walk, [...walk].reverse().join('')])
  let rest = text
  for (const walk of walks) {
    for (let length = walk.length; length >= 4; length--) {
      for (let start = 0; start + length <= walk.length; start++)
        rest = rest.replaceAll(walk.slice(start, start + length), '')
    }
  }
  return rest
}

const SUBSTITUTIONS: Record<string, string> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
}

/** Undoes the swaps that guessing programs undo first. */
function undoSubstitutions(form: string): string {
  return form.replace(/[013457@$]/g, (character) => SUBSTITUTIONS[character] ?? character)
}
