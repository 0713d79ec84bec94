import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { processState } from '#lib/platform/process-state.ts'
import { Semaphore } from './semaphore.ts'

/** OWASP's second choice for argon2id: 19 MiB, two passes, one lane. */
const PARAMETERS = { memory: 19_456, passes: 2, parallelism: 1 }
const SALT_BYTES = 16
const TAG_BYTES = 32
/** Each hash takes 19 MiB and a thread; more at once would only make all of them late. */
const HASHES_AT_ONCE = 4
/** Some three seconds' worth. */
const HASHES_WAITING = 50

const PHC =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/

type Parameters = typeof PARAMETERS

interface StoredHash {
  parameters: Parameters
  salt: Uint8Array
  tag: Uint8Array
}

const runArgon2 = promisify(argon2)

/** Hashes a password by argon2id. @returns the PHC string `$argon2id$v=19$m=19456,t=2,p=1$salt$tag`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const tag = await derive(password, { parameters: PARAMETERS, salt, tagBytes: TAG_BYTES })
  return formatPhc({ parameters: PARAMETERS, salt, tag })
}

/**
 * Checks a password against a stored hash. Takes as long when there is none, so that nobody learns who has an account.
 *
 * @param stored PHC string, or null for somebody unknown.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const known = stored === null ? null : parsePhc(stored)
  const { parameters, salt, tag } = known ?? DUMMY
  const derived = await derive(password, { parameters, salt, tagBytes: tag.length })
  return timingSafeEqual(derived, tag) && known !== null
}

/** Whether a stored hash was made with less than we ask for today. */
export function needsRehash(stored: string): boolean {
  const parameters = parsePhc(stored)?.parameters
  if (!parameters) return true
  return parameters.memory < PARAMETERS.memory || parameters.passes < PARAMETERS.passes
}

/** A hash as a PHC string (github.com/P-H-C/phc-string-format): base64 without padding. */
export function formatPhc({ parameters: { memory, passes, parallelism }, salt, tag }: StoredHash): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${toBase64(salt)}$${toBase64(tag)}`
}

/** The parts of a PHC string; null when it is none of argon2id's. */
export function parsePhc(text: string): StoredHash | null {
  const [, memory, passes, parallelism, salt, tag] = PHC.exec(text) ?? []
  if (salt === undefined || tag === undefined) return null
  return {
    parameters: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

/** Somebody who does not exist has this hash; no password fits it. */
const DUMMY: StoredHash = {
  parameters: PARAMETERS,
  salt: Buffer.alloc(SALT_BYTES),
  tag: Buffer.alloc(TAG_BYTES),
}

function derive(
  password: string,
  { parameters, salt, tagBytes }: { parameters: Parameters; salt: Uint8Array; tagBytes: number },
): Promise<Uint8Array> {
  const semaphore = processState('passwordHashes', () => new Semaphore(HASHES_AT_ONCE, HASHES_WAITING))
  // The same letters may be typed in two ways; NFKC makes them one (ASVS 6.2.8 asks that nothing else changes).
  const message = password.normalize('NFKC')
  return semaphore.run(() =>
    runArgon2('argon2id', { message, nonce: salt, tagLength: tagBytes, ...parameters }),
  )
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '')
}
