import { Cell, HeaderCell, Table } from '#components/ui/table.tsx'
import { PLANS, type Plan } from '#lib/billing/plans.ts'

const SHOWN = [PLANS.free, PLANS.pro, PLANS.team]

const ROWS: { label: string; value: (plan: Plan) => string }[] = [
  {
    label: 'Answers a month',
    value: ({ creditsMc, perSeat }) => amount(creditsMc && creditsMc / 1_000, perSeat),
  },
  { label: 'Documents', value: ({ limits, perSeat }) => amount(limits.documents, perSeat) },
  { label: 'Pages stored', value: ({ limits, perSeat }) => amount(limits.pages, perSeat) },
  { label: 'Pages per document', value: ({ limits }) => amount(limits.pagesPerDocument, false) },
]

/** What the plans hold, from the same figures that are enforced. */
export function PlanTeaser() {
  return (
    <section
      id="plans"
      aria-labelledby="plans-title"
      className="mx-auto max-w-[67.5rem] border-rule border-t px-4.5 py-14 xl:px-0"
    >
      <h2 id="plans-title" className="font-serif text-title tracking-[-0.012em]">
        Plans
      </h2>
      <p className="mt-1.5 mb-6 max-w-[42em] text-ink-2">
        An answer takes one credit; a refusal or an error of ours takes none. At a limit nothing is lost: with
        all documents or pages used you can still ask, and with all credits used you can still read your
        documents and earlier answers.
      </p>
      <Table>
        <thead>
          <tr>
            <HeaderCell>
              <span className="sr-only">What it holds</span>
            </HeaderCell>
            {SHOWN.map((plan) => (
              <HeaderCell key={plan.key} numeric className="text-ink text-ui">
                {plan.name}
              </HeaderCell>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <Cell>Price</Cell>
            {SHOWN.map((plan) => (
              <Cell key={plan.key} numeric>
                {price(plan)}
              </Cell>
            ))}
          </tr>
          {ROWS.map(({ label, value }) => (
            <tr key={label}>
              <Cell>{label}</Cell>
              {SHOWN.map((plan) => (
                <Cell key={plan.key} numeric>
                  {value(plan)}
                </Cell>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
      <p className="mt-3 text-ink-3 text-small">
        Team is for {PLANS.team.minSeats} people or more; what it holds is shared.{' '}
        <a href="/pricing" className="text-accent underline underline-offset-3">
          All plans, with a calculator
        </a>
      </p>
    </section>
  )
}

function price({ priceCents, perSeat }: Plan): string {
  if (priceCents === null) return 'by contract'
  if (priceCents.month === 0) return 'free'
  return `$${priceCents.month / 100} a month${perSeat ? ' each' : ''}`
}

function amount(value: number | null, perSeat: boolean): string {
  if (value === null) return 'by contract'
  return `${value.toLocaleString('en')}${perSeat ? ' each' : ''}`
}
