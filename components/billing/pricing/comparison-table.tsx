import { Cell, HeaderCell, Table } from '#components/ui/table.tsx'
import {
  comparisonRows,
  dollars,
  formatCredits,
  PLAN_ORDER,
  PLANS,
  reindexPriceText,
  TOP_UP,
  TRIAL,
} from '#lib/billing/plans.ts'

const ROW_HEAD =
  'py-2.5 pr-3 text-left font-normal max-md:pt-0 max-md:pb-1 max-md:font-[540] md:border-rule md:border-b'
const VALUE = 'max-md:flex max-md:justify-between max-md:gap-2 max-md:border-b-0 max-md:py-1 max-md:pr-0'

/** All that tells the plans apart, line by line. */
export function ComparisonTable() {
  return (
    <section id="compare" aria-labelledby="compare-title" className="mt-14 border-rule border-t pt-10">
      <h2 id="compare-title" className="font-serif text-title tracking-[-0.012em]">
        Side by side
      </h2>
      <p className="mt-1.5 text-ink-2 text-small">“Coming” is part of the plan, and nobody has it yet.</p>
      <Table className="mt-5 table-fixed max-md:block">
        <thead className="max-md:sr-only">
          <tr>
            <HeaderCell className="w-[30%]">
              <span className="sr-only">What it holds</span>
            </HeaderCell>
            {PLAN_ORDER.map((key) => (
              <HeaderCell key={key} numeric className="text-ink text-ui">
                {PLANS[key].name}
              </HeaderCell>
            ))}
          </tr>
        </thead>
        <tbody className="max-md:block">
          {comparisonRows().map(({ key, label, values, coming }) => (
            <tr
              key={key}
              className="max-md:grid max-md:grid-cols-2 max-md:gap-x-6 max-md:border-rule max-md:border-b max-md:py-3"
            >
              <th scope="row" className={`${ROW_HEAD} max-md:col-span-2`}>
                {label}
                {coming && <span className="text-ink-3"> (coming)</span>}
              </th>
              {PLAN_ORDER.map((plan) => (
                <Cell key={plan} numeric className={VALUE}>
                  {/* On a phone a line is a small list of its own: it has no columns. */}
                  <span className="font-sans text-ink-3 text-small md:hidden">{PLANS[plan].name}</span>
                  <span>{toWords(values[plan])}</span>
                </Cell>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
      <p className="mt-3 text-ink-3 text-small">
        Another passage length for a document makes its passages anew: {reindexPriceText()}, on every plan;
        the price is shown before it begins. Later also {formatCredits(TOP_UP.creditsMc)} more credits once
        for {dollars(TOP_UP.priceCents)}, and {PLANS[TRIAL.planKey].name} on trial for {TRIAL.days} days.
      </p>
    </section>
  )
}

function toWords(value: string | boolean): string {
  if (typeof value === 'string') return value
  return value ? 'yes' : 'no'
}
