import { Button } from '#components/ui/button.tsx'
import { classNames } from '#components/ui/class-names.ts'
import {
  dollars,
  PLAN_ORDER,
  PLANS,
  type Plan,
  planHighlights,
  priceText,
  seatsOn,
  yearlySavingCents,
} from '#lib/billing/plans.ts'
import type { PlanInterval } from '#lib/billing/schema.ts'
import type { Me } from '#lib/workspaces/schema.ts'
import { PlanAction } from './plan-action.tsx'
import { type PricingQuery, pricingPath } from './query.ts'

const INTERVALS = [
  { key: 'month', label: 'By the month' },
  { key: 'year', label: 'By the year' },
] as const

/** The plans side by side, each with its price, what it adds and the way to it. */
export function PlanColumns({ query, me }: { query: PricingQuery; me: Me | null }) {
  return (
    <section aria-label="Plans" className="mt-9">
      <nav aria-label="How to pay" className="flex flex-wrap gap-x-5 gap-y-1">
        {INTERVALS.map(({ key, label }) => (
          <a
            key={key}
            href={pricingPath(query, { interval: key })}
            aria-current={query.interval === key ? 'true' : undefined}
            className="border-transparent border-b-2 py-1 text-ink-2 hover:text-ink aria-[current]:border-ink aria-[current]:font-[540] aria-[current]:text-ink"
          >
            {label}
          </a>
        ))}
      </nav>
      <ul className="mt-4 grid border-rule border-t sm:grid-cols-2 lg:grid-cols-4">
        {PLAN_ORDER.map((key) => (
          <li
            key={key}
            aria-current={query.plan === key ? 'true' : undefined}
            className={classNames(
              'flex flex-col border-rule border-b py-5 sm:px-5 lg:border-b-0 lg:border-l lg:first:border-l-0',
              query.plan === key && 'shadow-[inset_0_2px_0_var(--accent)]',
            )}
          >
            <PlanColumn plan={PLANS[key]} interval={query.interval} />
            <div className="mt-auto pt-5">
              {me ? (
                <PlanAction initial={me} planKey={key} interval={query.interval} />
              ) : (
                <StrangerAction plan={PLANS[key]} />
              )}
            </div>
          </li>
        ))}
      </ul>
      <p className="mt-3 text-ink-3 text-small">Prices in US dollars, before tax.</p>
    </section>
  )
}

function PlanColumn({ plan, interval }: { plan: Plan; interval: PlanInterval }) {
  return (
    <>
      <h2 className="font-serif text-[1.375rem] tracking-[-0.01em]">{plan.name}</h2>
      <p className="mt-0.5 text-ink-3 text-small lg:min-h-[2lh]">For {plan.bestFor}</p>
      <p className="tabular mt-4 text-[1.0625rem]">{monthlyPrice(plan, interval)}</p>
      <p className="text-ink-2 text-small lg:min-h-[3lh]">{priceNote(plan, interval)}</p>
      <ul className="mt-3 grid gap-1.5 border-rule border-t pt-3 text-small">
        {planHighlights(plan.key).map(({ text, coming }) => (
          <li key={text} className={coming ? 'text-ink-3' : undefined}>
            {text}
            {coming && ' (coming)'}
          </li>
        ))}
      </ul>
    </>
  )
}

function monthlyPrice(plan: Plan, interval: PlanInterval): string {
  if (plan.priceCents === null) return 'By contract'
  return `${priceText(plan, interval)} a month`
}

/** What is really charged, and when. */
function priceNote(plan: Plan, interval: PlanInterval): string {
  if (plan.priceCents === null) return 'By invoice, on terms of your own.'
  if (plan.priceCents.month === 0) return 'No card, no end.'
  const seats = seatsOn(plan)
  const people = plan.perSeat ? ` for the ${seats} people it starts with` : ''
  const charged = dollars(plan.priceCents[interval] * seats)
  const saving = dollars(yearlySavingCents(plan) * seats)
  return interval === 'year'
    ? `${charged} a year${people}; ${saving} less than by the month.`
    : `${charged} each month${people}. By the year it is ${saving} less.`
}

/** For whoever has no account: a plan begins with a free one. */
function StrangerAction({ plan }: { plan: Plan }) {
  return (
    <>
      <Button asChild variant={plan.key === 'free' ? 'primary' : 'secondary'} className="justify-center">
        <a
          href={
            plan.key === 'free'
              ? '/sign-up'
              : `/sign-in?callbackUrl=${encodeURIComponent(`/pricing?plan=${plan.key}`)}`
          }
        >
          {plan.key === 'free' ? 'Start free' : `Sign in to ask for ${plan.name}`}
        </a>
      </Button>
      {plan.key !== 'free' && (
        <p className="mt-2 text-ink-3 text-small">
          New here?{' '}
          <a href="/sign-up" className="underline underline-offset-3 hover:text-ink">
            Start free
          </a>
          , then ask for it.
        </p>
      )}
    </>
  )
}
