import { describe, expect, it } from 'vitest'
import { buildPagePolicy } from './page-policy.ts'

describe('buildPagePolicy', () => {
  it('lets nothing run or style a page but what carries the nonce', () => {
    const policy = buildPagePolicy('abc', false)
    expect(policy).toContain("script-src 'nonce-abc' 'strict-dynamic';")
    expect(policy).toContain("style-src 'self' 'nonce-abc';")
    expect(policy).not.toContain('unsafe-eval')
  })

  it('lets the development server evaluate, and nobody else', () => {
    expect(buildPagePolicy('abc', true)).toContain("'strict-dynamic' 'unsafe-eval'")
  })
})
