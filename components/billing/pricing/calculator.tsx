'use client'

import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { cheapestPlanFor, dollars, PLANS, type Recommendation } from '#lib/billing/plans.ts'
import { DEMAND_FIELDS, type DemandField, type DemandText, findDemandErrors, toDemand } from './query.ts'

const LABELS: Record<DemandField, string> = {
  documents: 'Documents',
  pages: 'Pages in all',
  questions: 'Questions a month',
  people: 'People',
}

/** What one means to do and the cheapest plan for it. Without scripts the form asks the server, with the same figures. */
export function Calculator({
  initial,
  hidden,
}: {
  initial: DemandText
  hidden: Record<string, string | null>
}) {
  const [text, setText] = useState(initial)
  const errors = findDemandErrors(text)
  const demand = toDemand(text)
  return (
    <section id="calculator" aria-labelledby="calculator-title" className="mt-14 border-rule border-t pt-10">
      <h2 id="calculator-title" className="font-serif text-title tracking-[-0.012em]">
        What would it cost you?
      </h2>
      <form method="get" action="/pricing#calculator" className="mt-5 grid gap-x-10 gap-y-6 md:grid-cols-2">
        {Object.entries(hidden).map(
          ([name, value]) => value !== null && <input key={name} type="hidden" name={name} value={value} />,
        )}
        <div className="grid grid-cols-2 content-start items-start gap-4">
          {DEMAND_FIELDS.map((field) => (
            <Field
              key={field}
              label={LABELS[field]}
              name={field}
              inputMode="numeric"
              autoComplete="off"
              value={text[field]}
              error={errors[field]}
              onChange={(event) => setText({ ...text, [field]: event.target.value })}
            />
          ))}
          <noscript>
            <Button type="submit">Work it out</Button>
          </noscript>
        </div>
        <output className="block" aria-label="The cheapest plan">
          {demand ? (
            <Result result={cheapestPlanFor(demand)} />
          ) : (
            <span className="block text-ink-2">
              Write a whole number in each field, then the cheapest plan stands here.
            </span>
          )}
        </output>
      </form>
    </section>
  )
}

function Result({ result: { planKey, seats, priceCents } }: { result: Recommendation }) {
  const { name, perSeat } = PLANS[planKey]
  const people = perSeat && priceCents ? ` with ${seats.toLocaleString('en-US')} seats` : ''
  return (
    <>
      <span className="block text-ink-3 text-small">The cheapest that holds it</span>
      <span className="block font-serif text-title tracking-[-0.012em]">
        {name}
        {people}
      </span>
      <span className="tabular mt-2 block text-small leading-relaxed">{toCost(priceCents)}</span>
    </>
  )
}

function toCost(priceCents: Recommendation['priceCents']): string {
  if (priceCents === null) return 'By contract: write to us what you need.'
  if (priceCents.month === 0) return '$0: it stays free.'
  return `${dollars(priceCents.month)} a month, or ${dollars(priceCents.year)} a year`
}
