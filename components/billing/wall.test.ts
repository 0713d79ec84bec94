import { describe, expect, it } from 'vitest'
import { PLANS } from '#lib/billing/plans.ts'
import { PLAN_KEYS } from '#lib/billing/schema.ts'
import type { Problem } from '#lib/platform/http/schema.ts'
import { makeMe } from './make-me.ts'
import { type Blocked, describeWall, isResolved, isWall, toPrice, toQuotaProblem } from './wall.ts'

const problem = (code: string, extensions: object = {}, status = 402): Problem => ({
  type: `/problems/${code}`,
  title: code,
  status,
  detail: 'No.',
  code,
  requestId: 'r',
  ...extensions,
})
const full = problem('limit_reached', { limitKey: 'documents', limit: 5, used: 5, requested: 1 })
const pages = (used: number, requested: number) =>
  problem('limit_reached', { limitKey: 'pages', limit: 150, used, requested })
const credits = problem('quota_exceeded', {
  limit: 50,
  used: 50,
  reserved: 0,
  available: 0,
  requested: 1,
  resetsAt: '2026-11-30T18:00:00.000Z',
})
const file: Blocked = { what: 'files', names: ['Supplier contract.pdf'] }
const describeIt = (refused: Problem, blocked: Blocked = file, zone = 'UTC', me = makeMe()) =>
  describeWall(refused, me, blocked, zone)

describe('describeWall', () => {
  it('names what is full, what waits, what goes on and what the next plan unlocks', () => {
    expect(describeIt(full)).toEqual({
      title: 'Free holds 5 documents, and all 5 are in use',
      waits: '“Supplier contract.pdf” waits here.',
      goesOn: 'Reading, asking and exporting go on as before.',
      resets: null,
      unlocks: {
        planKey: 'pro',
        planName: 'Pro',
        lines: ['300 documents', '5,000 pages, 1,500 credits a month'],
        price: '$15 a month, or $144 a year',
      },
      canMakeRoom: true,
    })
  })

  it('counts the files that wait', () => {
    const wall = describeIt(full, { what: 'files', names: ['a.pdf', 'b.pdf', 'c.pdf'] })
    expect(wall.waits).toBe('“a.pdf” and 2 more wait here.')
  })

  it('tells the pages of a file for which too few are free', () => {
    const wall = describeIt(pages(139, 40))
    expect(wall.title).toBe('Free holds 150 pages, and 139 are in use')
    expect(wall.waits).toBe('“Supplier contract.pdf” has 40 pages and waits here.')
    expect(wall.unlocks?.lines).toEqual(['5,000 pages', '300 documents, 1,500 credits a month'])
  })

  it('counts what is in use where the refusal, made later by the worker, does not say', () => {
    const late = problem('limit_reached', { limitKey: 'pages', limit: 150, requested: 40 })
    expect(describeIt(late).title).toBe('Free holds 150 pages, and 139 are in use')
  })

  it('offers the plan that takes the file, and not one that is as little help', () => {
    const long = problem('limit_reached', {
      limitKey: 'pagesPerDocument',
      limit: 50,
      used: 0,
      requested: 1_500,
    })
    expect(describeIt(long)).toMatchObject({
      title: 'Free takes documents of up to 50 pages, and this one has 1,500',
      unlocks: {
        planKey: 'team',
        lines: ['Documents of up to 2,000 pages', expect.stringMatching(/^6,000 documents/)],
      },
      canMakeRoom: false,
    })
    const large = problem('file_too_large', { planMaxBytes: 10_485_760, requested: 10_485_761 }, 413)
    expect(describeIt(large)).toMatchObject({
      title: 'Free takes files of up to 10 MB, and this one has 10.1 MB',
      unlocks: { planKey: 'pro', lines: ['Files of up to 50 MB', expect.any(String)] },
    })
  })

  it('says on which day of the person there are new credits', () => {
    const question: Blocked = { what: 'question' }
    expect(describeIt(credits, question, 'America/New_York')).toMatchObject({
      title: 'All 50 credits of this month are used',
      waits: 'Your question waits in its field.',
      resets: 'There are new credits on 30 November 2026.',
    })
    expect(describeIt(credits, question, 'Pacific/Auckland').resets).toBe(
      'There are new credits on 1 December 2026.',
    )
  })

  it('says how little is left where that is not enough', () => {
    const left = problem('quota_exceeded', {
      ...credits,
      code: 'quota_exceeded',
      used: 49.588,
      available: 0.412,
    })
    expect(describeIt(left).title).toBe('0.412 credits are left, and this takes 1')
  })

  it('calls no figure the plan’s that staff have set', () => {
    const raised = problem('limit_reached', { limitKey: 'documents', limit: 9, used: 9, requested: 1 })
    expect(describeIt(raised).title).toBe('This workspace holds 9 documents, and all 9 are in use')
  })

  it('names the plan of a feature', () => {
    const locked = problem('feature_not_in_plan', { feature: 'mindMap', requiredPlan: 'pro' })
    expect(describeIt(locked, { what: 'feature' })).toMatchObject({
      title: 'Mind maps of whole documents: with Pro',
      waits: null,
      unlocks: { planKey: 'pro' },
    })
  })

  it('offers no plan where a payment is what is missing', () => {
    for (const code of ['payment_required', 'billing_hold'])
      expect(describeIt(problem(code))).toMatchObject({ unlocks: null, canMakeRoom: false })
  })

  it('takes every price from the catalogue', () => {
    expect(PLAN_KEYS.map((key) => toPrice(PLANS[key]))).toEqual([
      '$0 a month, or $0 a year',
      '$15 a month, or $144 a year',
      '$75 a month for 3 people, or $720 a year',
      'by contract',
    ])
  })
})

describe('isResolved', () => {
  const { active } = makeMe()

  it.each([
    ['a free document', full, { usage: { ...active.usage, documents: 4 } }, true],
    ['no free document', full, { usage: { ...active.usage, documents: 5 } }, false],
    [
      'a larger plan',
      full,
      { limits: { ...active.limits, documents: 300 }, usage: { ...active.usage, documents: 5 } },
      true,
    ],
    ['no limit', full, { limits: { ...active.limits, documents: null } }, true],
    ['just enough pages', pages(139, 11), {}, true],
    ['one page too few', pages(139, 12), {}, false],
    ['credits', credits, {}, true],
    [
      'a credit that is held',
      credits,
      { usage: { ...active.usage, credits: { ...active.usage.credits, used: 49, held: 1 } } },
      false,
    ],
    ['room in a workspace on hold', full, { plan: { ...active.plan, access: 'hold' as const } }, false],
    ['a feature that is there', problem('feature_not_in_plan', { feature: 'ocr' }), {}, true],
    ['a feature that is not', problem('feature_not_in_plan', { feature: 'mindMap' }), {}, false],
    ['a payment that came', problem('payment_required'), {}, true],
  ])('%s', (_, refused, over, expected) => {
    expect(isResolved(refused, makeMe(over))).toBe(expected)
  })
})

describe('isWall', () => {
  it('is what another plan, room or a payment takes away', () => {
    expect(isWall(full)).toBe(true)
    expect(isWall(problem('file_too_large', { planMaxBytes: 1 }, 413))).toBe(true)
    expect(isWall(problem('file_too_large', { planMaxBytes: null }, 413))).toBe(false)
    expect(isWall(problem('forbidden', {}, 403))).toBe(false)
  })
})

describe('toQuotaProblem', () => {
  it('tells of a price that is too high as the refusal would, before anybody pays', () => {
    const { usage } = makeMe().active
    const poor = makeMe({ usage: { ...usage, credits: { ...usage.credits, used: 49.5 } } })
    const refused = toQuotaProblem({ credits: 1, remaining: 0.5 }, poor)
    expect(isWall(refused) && isResolved(refused, poor)).toBe(false)
    expect(describeIt(refused, { what: 'document', name: 'a.pdf' }, 'UTC', poor)).toMatchObject({
      title: '0.5 credits are left, and this takes 1',
      waits: '“a.pdf” stays as it is.',
      resets: 'There are new credits on 24 December 2026.',
      unlocks: { planKey: 'pro' },
    })
    expect(isResolved(refused, makeMe())).toBe(true)
  })
})
