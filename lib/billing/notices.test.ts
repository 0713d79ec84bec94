import { describe, expect, it } from 'vitest'
import { buildNotices, type NoticeFacts, type Viewer } from './notices.ts'

const OWNER: Viewer = { userId: null, role: 'owner', ownerName: null }
const period = { start: new Date('2026-11-24T09:30:00.000Z'), end: new Date('2026-12-24T09:30:00.000Z') }

function facts(used: number, change: Partial<NoticeFacts> = {}): NoticeFacts {
  return {
    access: 'full',
    planKey: 'free',
    period,
    limits: { pages: null, documents: 0, seats: 1 },
    usage: { pages: 9_000, documents: 0, seats: 1 },
    creditsLevel: { used, limit: 50 },
    ...change,
  }
}

describe('buildNotices', () => {
  it.each([
    [39.999, []],
    [40, [['info', true]]],
    [47.499, [['info', true]]],
    [47.5, [['warning', false]]],
    [50, [['critical', false]]],
    [60, [['critical', false]]],
  ])('at %d of 50 credits stands %j', (used, expected) => {
    expect(buildNotices(facts(used), OWNER).map(({ level, dismissible }) => [level, dismissible])).toEqual(
      expected,
    )
  })

  it('names limit, step and period, so that the next period shows it again', () => {
    const [notice] = buildNotices(facts(41), OWNER)
    expect(notice).toMatchObject({ key: 'credits.80:2026-11-24', resetsAt: '2026-12-24T09:30:00.000Z' })
  })

  it('says at the end what still works, when more comes, and the cheapest way on', () => {
    expect(buildNotices(facts(50), OWNER)).toEqual([
      {
        key: 'credits.100:2026-11-24',
        level: 'critical',
        dismissible: false,
        text: 'You have used all of the credits you have. Reading, searching and exporting go on; new answers wait.',
        resetsAt: '2026-12-24T09:30:00.000Z',
        requiredPlan: 'pro',
        action: { label: 'See Pro', href: '/pricing?plan=pro' },
      },
    ])
  })

  it.each(['viewer', 'member', 'admin'] as const)('tells a %s whom to ask, and sells nothing', (role) => {
    const [notice] = buildNotices(facts(50), { userId: null, role, ownerName: 'Grace Hopper' })
    expect(notice?.text).toMatch(/Ask Grace Hopper, who owns this workspace, for more\.$/)
    expect(notice).not.toHaveProperty('action')
  })

  it('does not speak of a seat that is the person’s own', () => {
    expect(buildNotices(facts(0), OWNER)).toEqual([])
    const full = {
      pages: 0,
      documents: 0,
      seats: 3,
    }
    const team = facts(0, { limits: { pages: null, documents: null, seats: 3 }, usage: full })
    expect(buildNotices(team, OWNER).map(({ key }) => key)).toEqual(['seats.100:2026-11-24'])
  })

  describe('about a request for a plan', () => {
    const request = { id: 'r1', planKey: 'pro' as const, status: 'granted' as const, reply: null }
    const noticesOn = (
      planKey: 'free' | 'pro',
      lastRequest: NonNullable<NoticeFacts['lastRequest']>,
      role = OWNER,
    ) => buildNotices(facts(0, { planKey, lastRequest }), role)

    it('says that it was granted, as long as the plan is that one', () => {
      expect(noticesOn('pro', request)).toEqual([
        {
          key: 'request.granted:r1',
          level: 'info',
          dismissible: true,
          text: 'You are on Pro now, as you asked.',
        },
      ])
      expect(noticesOn('free', request)).toEqual([])
    })

    it('says that it was declined, and why', () => {
      const [notice] = noticesOn('free', { ...request, status: 'declined', reply: 'Tell us more first.' })
      expect(notice?.text).toBe('Your request for Pro was declined. Tell us more first.')
    })

    it('says nothing of one that is open or taken back, and nothing to who may not ask', () => {
      expect(noticesOn('free', { ...request, status: 'open' })).toEqual([])
      expect(noticesOn('free', { ...request, status: 'withdrawn' })).toEqual([])
      expect(noticesOn('pro', request, { ...OWNER, role: 'admin' })).toEqual([])
    })
  })

  it.each(['grace', 'readOnly', 'hold'] as const)('tells about %s first', (access) => {
    expect(buildNotices(facts(50, { access }), OWNER)[0]?.key).toBe(`access.${access}`)
  })
})
