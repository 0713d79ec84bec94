import { describe, expect, it } from 'vitest'
import { findStart, toFirstPath, toSignInPath, toStart } from './start.ts'

describe('what a person came for', () => {
  it.each(['https://evil.example', '//evil.example', 'sample/../..', '', undefined, ['sample']])(
    'is nothing when the address says %j',
    (value) => {
      expect(toStart(value)).toBeNull()
    },
  )

  it('leads to the first question about the sample, in the own workspace', () => {
    expect(toFirstPath('/w/ada', toStart('sample'))).toBe('/w/ada/chat?start=sample')
    expect(toFirstPath('/w/ada', null)).toBe('/w/ada')
  })

  it('leads whoever has the link for staff back to it, from wherever they signed in', () => {
    expect(toFirstPath('/w/ada', toStart('staff'))).toBe('/staff-setup')
    expect(findStart('/staff-setup?start=staff')).toBe('staff')
  })

  it('leads somebody without a workspace nowhere else', () => {
    expect(toFirstPath('/', 'sample')).toBe('/')
  })

  it('outlives a detour over the sign-in page', () => {
    expect(toSignInPath('sample')).toBe('/sign-in?callbackUrl=%2Fw%3Fstart%3Dsample')
    expect(findStart('/w?start=sample')).toBe('sample')
    expect(findStart('/w/ada/documents')).toBeNull()
  })
})
