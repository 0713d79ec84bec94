import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import {
  comparisonRows,
  dollars,
  formatCredits,
  GRACE_DAYS,
  PLAN_ORDER,
  PLANS,
  type Plan,
  PRICES,
  planFigures,
  seatsOn,
  TOP_UP,
  TRIAL,
} from '#lib/billing/plans.ts'
import { PricingView } from './pricing-view.tsx'
import { pricingPath, toPricingQuery } from './query.ts'

const render = (params: Record<string, string> = {}) =>
  renderToStaticMarkup(<PricingView query={toPricingQuery(params)} me={null} />)
const textOf = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&\w+;|&#x27;/g, ' ')
    .replace(/\s+/g, ' ')
const numbersIn = (text: string) => [...text.matchAll(/\d+(?:,\d{3})*(?:\.\d+)?/g)].map(([number]) => number)

/** Every figure that the catalogue can bring on the page. */
function catalogueNumbers(): Set<string> {
  const plans: Plan[] = PLAN_ORDER.map((key) => PLANS[key])
  const figures = plans.flatMap((plan) => [
    ...Object.values(plan.limits),
    ...Object.values(planFigures(plan).limits),
    (plan.limits.bytesPerDocument ?? 0) / 1_048_576,
    (plan.creditsMc ?? 0) / 1_000,
    plan.minSeats,
  ])
  const cents = plans.flatMap(({ priceCents, ...plan }) =>
    priceCents
      ? [1, seatsOn({ perSeat: plan.perSeat, minSeats: plan.minSeats })].flatMap((seats) =>
          [
            priceCents.month,
            priceCents.year,
            priceCents.year / 12,
            priceCents.month * 12 - priceCents.year,
          ].map((amount) => amount * seats),
        )
      : [],
  )
  const words = [...figures, GRACE_DAYS, TRIAL.days, TOP_UP.creditsMc / 1_000, 1].map((figure) =>
    (figure ?? 0).toLocaleString('en-US'),
  )
  const reindex = [PRICES.reindex.perPage, PRICES.reindex.atLeast].map(formatCredits)
  return new Set([
    ...words,
    ...reindex,
    ...[...cents, TOP_UP.priceCents].map((amount) => numbersIn(dollars(amount))[0] ?? ''),
  ])
}

describe('the pricing page', () => {
  it('shows no figure that is not of the catalogue', () => {
    const known = catalogueNumbers()
    for (const interval of ['month', 'year']) {
      const text = textOf(render({ interval, documents: '0', pages: '0', questions: '0', people: '1' }))
      expect(numbersIn(text).filter((number) => !known.has(number))).toEqual([])
    }
  })

  it('compares the plans line by line in a table whose headers say what they head', () => {
    const html = render()
    const rows = [...html.matchAll(/<tr[^>]*>(.*?)<\/tr>/g)].map(([, row]) => row ?? '')
    const [head = '', ...body] = rows
    expect([...head.matchAll(/<th scope="col"/g)]).toHaveLength(1 + PLAN_ORDER.length)
    expect(body).toHaveLength(comparisonRows().length)
    comparisonRows().forEach(({ label, values, coming }, index) => {
      const row = body[index] ?? ''
      expect(row).toContain('<th scope="row"')
      const cells = [...row.matchAll(/>([^<>]+)</g)].map(([, cell]) => cell)
      const words = PLAN_ORDER.map((key) => values[key]).map((value) =>
        typeof value === 'string' ? value : value ? 'yes' : 'no',
      )
      const named = PLAN_ORDER.flatMap((key, at) => [PLANS[key].name, words[at]])
      expect(cells).toEqual([label, ...(coming ? [' (coming)'] : []), ...named])
    })
  })

  it.each([
    [{ documents: '5', pages: '150', questions: '50', people: '1' }, 'Free'],
    [{ documents: '6', pages: '150', questions: '50', people: '1' }, 'Pro'],
    [{ documents: '5', pages: '150', questions: '50', people: '2' }, 'Team with 3 seats'],
    [{ documents: '5', pages: '150', questions: '10,001', people: '1' }, 'Team with 5 seats'],
  ])('works out %o without a script', (params, plan) => {
    expect(textOf(render(params))).toContain(`The cheapest that holds it ${plan} $`)
  })

  it.each(['abc', '-5', '', '1.5', '0'])('asks for a number where %j people stand', (people) => {
    const text = textOf(render({ documents: '1', pages: '1', questions: '1', people }))
    expect(text).toContain('Write a whole number, 1 or more.')
    expect(text).not.toContain('The cheapest that holds it')
  })

  it('marks on the cards what is still coming, and says what another passage length costs', () => {
    const text = textOf(render())
    expect(text).toContain('API with 2 keys (coming)')
    expect(text).toContain('0.02 credits a page, at least 1')
  })

  it('begins with the plan that the address names', () => {
    expect(render({ plan: 'pro' })).toMatch(/<li aria-current="true"[^>]*><h2[^>]*>Pro</)
    expect(render({ plan: 'nonsense' })).not.toMatch(/<li aria-current/)
  })

  it('says what is charged by the year, and what that saves', () => {
    expect(textOf(render({ interval: 'year' }))).toContain('$144 a year; $36 less than by the month.')
  })
})

describe('pricingPath', () => {
  it('keeps the plan and the workspace when the interval changes', () => {
    const query = toPricingQuery({ plan: 'team', workspace: 'heron' })
    expect(pricingPath(query, { interval: 'year' })).toBe('/pricing?interval=year&plan=team&workspace=heron')
    expect(pricingPath(toPricingQuery({}), {})).toBe('/pricing')
  })
})
