import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CATALOGUE,
  type Catalogue,
  cheapestPlanFor,
  comparisonRows,
  formatCredits,
  isShipped,
  PLAN_ORDER,
  PLANS,
  type Plan,
  planFigures,
  planHighlights,
  planOf,
  planWithFeature,
  planWithMore,
  priceText,
  reindexPriceText,
  stoppedAnswerMc,
  toCredits,
  toMilliCredits,
  yearlySavingCents,
} from './plans.ts'
import type { PlanKey } from './schema.ts'

describe('planFigures', () => {
  it('gives Free and Pro as they stand in the catalogue, whatever the seats', () => {
    expect(planFigures('free')).toEqual({ limits: PLANS.free.limits, creditsMc: 50_000 })
    expect(planFigures('pro', 9)).toEqual({ limits: PLANS.pro.limits, creditsMc: 1_500_000 })
  })

  it('pools Team by its seats, three at least', () => {
    expect(planFigures('team', 1)).toEqual(planFigures('team', 3))
    const { limits, creditsMc } = planFigures('team', 5)
    expect(creditsMc).toBe(12_500_000)
    expect(limits).toMatchObject({
      pages: 50_000,
      documents: 10_000,
      seats: 5,
      pagesPerDocument: 2_000,
      apiKeys: 20,
    })
  })

  it('lets the figures of Team hold where a contract says nothing', () => {
    expect(planFigures('enterprise', 10)).toEqual(planFigures('team', 10))
  })
})

describe('versions', () => {
  const dearer: Plan = {
    ...PLANS.team,
    version: 2,
    creditsMc: 1_000,
    limits: { ...PLANS.team.limits, pages: 7 },
  }
  const catalogue: Catalogue = { ...CATALOGUE, team: [PLANS.team, dearer] }

  it('keep old accounts on their figures when a newer version comes', () => {
    expect(planFigures(planOf('team', 1, catalogue), 3, catalogue)).toEqual(planFigures('team', 3))
    expect(planFigures(planOf('team', 2, catalogue), 3, catalogue)).toMatchObject({
      creditsMc: 3_000,
      limits: { pages: 21 },
    })
    expect(planFigures(planOf('enterprise', 1, catalogue), 3, catalogue)).toEqual(planFigures('team', 3))
  })

  it('that nobody knows yet count as the newest one', () => {
    expect(planOf('team', 3, catalogue)).toBe(dearer)
  })

  it('rise, are unique, and the newest is what can be had', () => {
    for (const key of PLAN_ORDER) {
      const versions = CATALOGUE[key].map(({ version }) => version)
      expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b))
      expect(CATALOGUE[key].at(-1)).toBe(PLANS[key])
    }
  })
})

describe('what pages say', () => {
  it('is made from the figures', () => {
    const rows = new Map(comparisonRows().map(({ key, values }) => [key, values]))
    expect(rows.get('price')).toEqual({
      free: '$0',
      pro: '$15',
      team: '$25 per seat',
      enterprise: 'by contract',
    })
    expect(rows.get('priceYear')).toMatchObject({ pro: '$12', team: '$20 per seat' })
    expect(rows.get('pages')).toMatchObject({ free: '150', team: '10,000 per seat' })
    expect(rows.get('bytesPerDocument')).toMatchObject({ free: '10 MB', enterprise: 'by contract' })
    expect(rows.get('mindMap')).toEqual({ free: false, pro: true, team: true, enterprise: true })
    expect(rows.get('apiKeys')).toMatchObject({ free: 'none', pro: '2' })
    const lines = (key: PlanKey) => planHighlights(key).map(({ text }) => text)
    expect(lines('free')).toContain('50 answers a month')
    expect(lines('team')[0]).toBe('Shared by 3 people or more')
    expect(lines('pro').join()).toContain('5,000 pages in 300 documents')
    expect(reindexPriceText()).toBe('0.02 credits a page, at least 1')
  })

  it('marks what nobody has yet', () => {
    const rows = new Map(comparisonRows().map(({ key, coming }) => [key, coming]))
    expect(rows.get('pages')).toBe(false)
    expect(rows.get('requestsPerMinute')).toBe(!isShipped('apiKeys'))
    expect(planHighlights('pro')).toContainEqual({ text: 'API with 2 keys', coming: !isShipped('apiKeys') })
    expect(planHighlights('free').some(({ coming }) => coming)).toBe(false)
  })

  it('tells what a year saves', () => {
    expect([PLANS.free, PLANS.pro, PLANS.team, PLANS.enterprise].map(yearlySavingCents)).toEqual([
      0, 3_600, 6_000, 0,
    ])
    expect(priceText({ ...PLANS.pro, priceCents: { month: 1_550, year: 1_200 } }, 'month')).toBe('$15.50')
  })
})

describe('cheapestPlanFor', () => {
  const demand = { documents: 5, pages: 150, questionsPerMonth: 50, seats: 1 }

  it.each([
    [{}, 'free', 1, 0],
    [{ questionsPerMonth: 51 }, 'pro', 1, 1_500],
    [{ pages: 151 }, 'pro', 1, 1_500],
    [{ documents: 300, pages: 5_000, questionsPerMonth: 1_500 }, 'pro', 1, 1_500],
    [{ documents: 1, pages: 50 }, 'free', 1, 0],
    [{ documents: 1, pages: 60 }, 'pro', 1, 1_500],
    [{ documents: 1, pages: 1_001 }, 'team', 3, 7_500],
    [{ documents: 301 }, 'team', 3, 7_500],
    [{ seats: 2 }, 'team', 3, 7_500],
    [{ seats: 4 }, 'team', 4, 10_000],
    [{ questionsPerMonth: 10_001 }, 'team', 5, 12_500],
  ] as const)('for %j names %s with %d seats', (change, planKey, seats, month) => {
    expect(cheapestPlanFor({ ...demand, ...change })).toMatchObject({ planKey, seats, priceCents: { month } })
  })

  it('names a plan that holds what was asked, whatever that is', () => {
    const figure = fc.nat(100_000)
    const wanted = {
      documents: figure,
      pages: figure,
      questionsPerMonth: figure,
      seats: fc.integer({ min: 1, max: 99 }),
    }
    fc.assert(
      fc.property(fc.record(wanted), (asked) => {
        const { planKey, seats } = cheapestPlanFor(asked)
        const { limits, creditsMc } = planFigures(planKey, seats)
        const fits = (need: number, limit: number | null) => limit === null || need <= limit
        const pagesOfOne = asked.pages / Math.max(1, asked.documents)
        if (planKey === 'enterprise') return pagesOfOne > (PLANS.team.limits.pagesPerDocument ?? 0)
        return (
          fits(pagesOfOne, limits.pagesPerDocument) &&
          fits(asked.documents, limits.documents) &&
          fits(asked.pages, limits.pages) &&
          fits(asked.seats, limits.seats) &&
          asked.questionsPerMonth * 1_000 <= creditsMc
        )
      }),
    )
  })

  it('takes what stands in an empty form', () => {
    const empty = { documents: Number.NaN, pages: -1, questionsPerMonth: 0.2, seats: 0 }
    expect(cheapestPlanFor(empty)).toMatchObject({ planKey: 'free', seats: 1 })
  })
})

describe('planWithMore and planWithFeature', () => {
  it('name the smallest plan that helps', () => {
    expect(planWithMore('free', 'credits')).toBe('pro')
    expect(planWithMore('free', 'seats')).toBe('team')
    expect(planWithMore('team', 'pages')).toBe('enterprise')
    expect(planWithMore('enterprise', 'credits')).toBeUndefined()
    expect(planWithFeature('mindMap')).toBe('pro')
    expect(planWithFeature('members')).toBe('team')
  })
})

describe('stoppedAnswerMc', () => {
  it.each([
    [0, 0, 1],
    [1, 0, 1],
    [10, 0, 1],
    [11, 0, 2],
    [100, 25, 20],
    [9_999, 0, 1_000],
    [10_000, 1, 1_000],
  ])('charges %d input and %d output tokens with %d mc', (input, output, mc) => {
    expect(stoppedAnswerMc(input, output)).toBe(mc)
  })

  it('stays between 1 and the price of an answer and never falls with more tokens', () => {
    fc.assert(
      fc.property(fc.nat(1e7), fc.nat(1e7), (input, output) => {
        const mc = stoppedAnswerMc(input, output)
        return mc >= 1 && mc <= 1_000 && stoppedAnswerMc(input, output + 1) >= mc && Number.isInteger(mc)
      }),
    )
  })
})

describe('credits', () => {
  it('go to credits and back without a loss', () => {
    fc.assert(fc.property(fc.nat(1e12), (mc) => toMilliCredits(toCredits(mc)) === mc))
  })

  it('are written with at most three decimals', () => {
    expect(formatCredits(1_499_750)).toBe('1,499.75')
    expect(formatCredits(1)).toBe('0.001')
    expect(formatCredits(50_000)).toBe('50')
  })
})
