import { describe, expect, it } from 'vitest'
import { buildNotices } from './notices.ts'
import type { AccessState } from './schema.ts'

function facts(used: number, access: AccessState = 'full') {
  return {
    access,
    limits: { pages: null, documents: 0 },
    usage: { pages: 9_000, documents: 0, credits: { granted: 40, used, held: 0, purchased: 10 } },
  }
}

describe('buildNotices', () => {
  it.each([
    [39.999, []],
    [40, ['info']],
    [47.5, ['warning']],
    [50, ['critical']],
    [60, ['critical']],
  ])('at %d of 50 credits stands %j', (used, levels) => {
    expect(buildNotices(facts(used)).map(({ level }) => level)).toEqual(levels)
  })

  it('speaks to the person, and never of a limit that there is not', () => {
    expect(buildNotices(facts(50)).map(({ text }) => text)).toEqual([
      'You have used all of the credits you have.',
    ])
  })

  it.each(['grace', 'readOnly', 'hold'] as const)('tells about %s first', (access) => {
    expect(buildNotices(facts(50, access))[0]?.key).toBe(`access.${access}`)
  })
})
