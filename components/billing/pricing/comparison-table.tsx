import { Cell, HeaderCell, Table } from '#components/ui/table.tsx'
import {
  comparisonRows,
  dollars,
  formatCredits,
  PLAN_ORDER,
  PLANS,
  TOP_UP,
  TRIAL,
} from '#lib/billing/plans.ts'

/** All that tells the plans apart, line by line. */
export function ComparisonTable() {
  return (
    <section id="compare" aria-labelledby="compare-title" className="mt-14 border-rule border-t pt-10">
      <h2 id="compare-title" className="font-serif text-title tracking-[-0.012em]">
        Side by side
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wider than a phone: the keyboard must be able to scroll it. */}
      <section tabIndex={0} aria-label="Comparison of the plans" className="mt-5 overflow-x-auto">
        <Table className="min-w-[44rem] table-fixed">
          <thead>
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
          <tbody>
            {comparisonRows().map(({ key, label, values }) => (
              <tr key={key}>
                <th scope="row" className="border-rule border-b py-2.5 pr-3 text-left font-normal">
                  {label}
                </th>
                {PLAN_ORDER.map((plan) => (
                  <Cell key={plan} numeric>
                    {toWords(values[plan])}
                  </Cell>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      </section>
      <p className="mt-3 text-ink-3 text-small">
        Still being built, and part of these plans at these prices when ready: reading scanned pages, mind
        maps, the API and members with roles. Later also {formatCredits(TOP_UP.creditsMc)} more credits once
        for {dollars(TOP_UP.priceCents)}, and {PLANS[TRIAL.planKey].name} on trial for {TRIAL.days} days.
      </p>
    </section>
  )
}

function toWords(value: string | boolean): string {
  if (typeof value === 'string') return value
  return value ? 'yes' : 'no'
}
