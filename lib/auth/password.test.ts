import { describe, expect, it } from 'vitest'
import { formatPhc, hashPassword, needsRehash, parsePhc, verifyPassword } from './password.ts'

/** From the reference implementation (github.com/P-H-C/phc-winner-argon2, src/test.c), version 0x13 of argon2id. */
const VECTORS = [
  ['password', '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'],
  ['password', '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'],
  ['password', '$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc'],
  ['password', '$argon2id$v=19$m=65536,t=1,p=1$c29tZXNhbHQ$9qWtwbpyPd3vm1rB1GThgPzZ3/ydHL92zKL+15XZypg'],
  [
    'differentpassword',
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$C4TWUs9rDEvq7w3+J4umqA32aWKB1+DSiRuBfYxFj94',
  ],
  ['password', '$argon2id$v=19$m=65536,t=2,p=1$ZGlmZnNhbHQ$vfMrBczELrFdWP0ZsfhWsRPaHppYdP3MVEMIVlqoFBw'],
] as const

describe('verifyPassword', () => {
  it.each(VECTORS)('agrees with the reference implementation: %s %s', async (password, stored) => {
    expect(await verifyPassword(password, stored)).toBe(true)
    expect(await verifyPassword(`${password}!`, stored)).toBe(false)
  })

  it('is no for somebody unknown and for what is no hash', async () => {
    expect(await verifyPassword('password', null)).toBe(false)
    expect(await verifyPassword('password', '$2b$10$abcdefghijklmnopqrstuv')).toBe(false)
  })

  it('looks at every character of a long pass phrase in any script', async () => {
    const phrase = `${'ümläut-пароль-密码-🦦 '.repeat(4)}end`
    const stored = await hashPassword(phrase)
    expect(await verifyPassword(phrase, stored)).toBe(true)
    expect(await verifyPassword(phrase.slice(0, -1), stored)).toBe(false)
    expect(await verifyPassword(phrase.normalize('NFD'), stored)).toBe(true)
  })
})

describe('hashPassword', () => {
  it('writes today’s parameters and a fresh salt', async () => {
    const [one, other] = [await hashPassword('seven quiet otters'), await hashPassword('seven quiet otters')]
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(one).not.toBe(other)
  })
})

describe('parsePhc', () => {
  it.each(VECTORS)('comes back from formatPhc: %s %s', (_, stored) => {
    const parts = parsePhc(stored)
    expect(parts && formatPhc(parts)).toBe(stored)
  })

  it('refuses other algorithms, versions and padding', () => {
    for (const text of [
      '',
      '$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
      `${VECTORS[1][1]}=`,
    ]) {
      expect(parsePhc(text)).toBeNull()
    }
  })
})

describe('needsRehash', () => {
  it('is yes below today’s parameters only', async () => {
    expect(needsRehash(VECTORS[1][1])).toBe(true)
    expect(needsRehash(VECTORS[3][1])).toBe(true)
    expect(needsRehash(await hashPassword('seven quiet otters'))).toBe(false)
  })
})
