import { describe, expect, it } from 'vitest'
import { limitReached } from './problems.ts'

const standing = { planKey: 'free', access: 'full' } as const
const full = (limitKey: 'pages' | 'pagesPerDocument') =>
  limitReached({ role: 'owner' }, standing, { limitKey, limit: 50, used: 0, requested: 1_080 }).message

describe('limitReached', () => {
  it('speaks of the document where it is too long, and not of deleting others', () => {
    expect(full('pagesPerDocument')).toBe(
      'Your plan takes documents of up to 50 pages and this one has 1,080. Split it first.',
    )
  })

  it('speaks of what is held where the plan is full', () => {
    expect(full('pages')).toBe('Your plan holds 50 pages and you have 0. Delete some first.')
  })
})
