import { describe, expect, it } from 'vitest'
import { normalizeEmail } from './normalize-email.ts'
import { findPasswordProblem } from './password-policy.ts'
import { hasRole } from './require-role.ts'
import { toSafePath } from './safe-redirect.ts'

describe('findPasswordProblem', () => {
  it.each([
    'seven quiet otters read',
    'Tr0ub4dor&3xyzzy',
    '839201847562',
    'пароль длинный мой',
    'aaa bbb ccc ddd eee',
    'correct horse battery staple',
    'my footnote is longer than that',
  ])('takes %s', (password) => {
    expect(findPasswordProblem(password, 'ada@example.com')).toBeNull()
  })

  it.each([
    'elevenchars',
    'password1234',
    'Password!!!!',
    'P@ssw0rd12345',
    '123456789012',
    'qwertyuiopas',
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    'footnote2024',
    'Footnote-12345',
    'adalovelace1',
    '1qaz2wsx3edc',
  ])('refuses %s', (password) => {
    expect(findPasswordProblem(password, 'adalovelace@example.com')).not.toBeNull()
  })
})

describe('normalizeEmail', () => {
  it.each([
    ['  Ada@Example.COM ', 'ada@example.com'],
    ['o’neil+tag@example.co.uk', 'o’neil+tag@example.co.uk'],
    ['jörg@example.org', 'jörg@example.org'],
  ])('brings %s into one form', (given, normal) => {
    expect(normalizeEmail(given)).toBe(normal)
  })

  it.each([
    'victim＠example.com',
    'ⓐda@example.com',
    'ada@ｅxample.com',
    'ﬁn@example.com',
    'ada@example',
    'ada@@example.com',
    'a da@example.com',
    'ada@exa\u0000mple.com',
    'ada\u202e@example.com',
    'ada@example..com',
    '<ada@example.com>',
    '@example.com',
  ])('refuses %j', (given) => {
    expect(() => normalizeEmail(given)).toThrow(expect.objectContaining({ code: 'invalid' }))
  })
})

describe('toSafePath', () => {
  it.each(['/w/ada/documents', '/w/ada/chat/1?cite=2#note', '/pricing?plan=pro', '/'])('keeps %s', (path) => {
    expect(toSafePath(path)).toBe(path)
  })

  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https:evil.example',
    'https://evil.example/w/ada',
    '/%2f%2fevil.example',
    '/%5cevil.example',
    '%2f%2fevil.example',
    'javascript:alert(1)',
    'data:text/html,hello',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    ' //evil.example',
    '',
    null,
    undefined,
  ])('sends %j home', (target) => {
    expect(toSafePath(target)).toBe('/')
  })
})

describe('hasRole', () => {
  it('lets each role do what the weaker ones may', () => {
    expect(hasRole('owner', 'admin')).toBe(true)
    expect(hasRole('member', 'member')).toBe(true)
    expect(hasRole('viewer', 'member')).toBe(false)
    expect(hasRole('admin', 'owner')).toBe(false)
  })
})
