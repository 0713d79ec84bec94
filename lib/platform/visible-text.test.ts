import { describe, expect, it } from 'vitest'
import { nameSchema } from './http/schema.ts'
import { isVisible, removeDisguise } from './visible-text.ts'

describe('isVisible', () => {
  it('sees nothing in zero-width characters, fillers, marks of direction and blanks', () => {
    for (const text of [
      '',
      ' ',
      '\u200b\u200d',
      '\u202e\u202c',
      '\ufeff',
      '\u3164',
      '\u115f',
      '\u2800',
      '\ufe0f',
    ])
      expect(isVisible(text), JSON.stringify(text)).toBe(false)
  })

  it('sees letters, digits, signs and emoji, whatever joins them', () => {
    for (const text of ['a', '7', '?', '家', 'نمی\u200cخواهم', '👨\u200d👩\u200d👧'])
      expect(isVisible(text)).toBe(true)
  })
})

describe('removeDisguise', () => {
  it('takes out overrides and controls, and leaves joiners', () => {
    expect(removeDisguise('gpj\u202efdp.\u0007')).toBe('gpjfdp.')
    expect(removeDisguise('👨\u200d👩')).toBe('👨\u200d👩')
  })
})

describe('nameSchema', () => {
  const schema = nameSchema(20)

  it('takes names of any script, without the space around them', () => {
    expect(schema.parse('  Ada  ')).toBe('Ada')
    expect(schema.parse('نمی\u200cخواهم')).toBe('نمی\u200cخواهم')
  })

  it('refuses what shows nothing, what poses as something else, and what is too long', () => {
    for (const name of ['', ' \u200b ', '\u2066\u2069', 'a\u202eb', 'a\nb', 'x'.repeat(21)])
      expect(schema.safeParse(name).success, JSON.stringify(name)).toBe(false)
  })
})
