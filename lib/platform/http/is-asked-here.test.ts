import { describe, expect, it } from 'vitest'
import { isAskedHere } from './is-asked-here.ts'

describe('isAskedHere', () => {
  it.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000'])('takes %s for this machine', (host) => {
    expect(isAskedHere(host)).toBe(true)
  })

  it.each([null, '', 'evil.example', 'localhost.evil.example:3000', 'a b'])(
    'takes %s for another',
    (host) => {
      expect(isAskedHere(host)).toBe(false)
    },
  )
})
