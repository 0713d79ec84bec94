import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A secret of 256 bits for links and cookies, safe in addresses. */
export function createSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of a secret. SHA-256 is enough: nobody can try 2^256 of them. */
export function hashSecret(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(secret).digest())
}

/** Compares a secret with a stored hash in hexadecimal, in constant time. */
export function matchesSecret(secret: string, hashHex: string): boolean {
  const given = hashSecret(secret)
  const stored = Buffer.from(hashHex, 'hex')
  return given.length === stored.length && timingSafeEqual(given, stored)
}
