import { PLANS } from '#lib/billing/plans.ts'
import type { Me } from '#lib/workspaces/schema.ts'
import { Calculator } from './calculator.tsx'
import { ComparisonTable } from './comparison-table.tsx'
import { PlanColumns } from './plan-columns.tsx'
import { AtTheLimit, PricingQuestions } from './pricing-text.tsx'
import type { PricingQuery } from './query.ts'

/** Plans, prices, a calculator and what happens at a limit; every figure is of the catalogue that is enforced. */
export function PricingView({ query, me }: { query: PricingQuery; me: Me | null }) {
  return (
    <div className="mx-auto max-w-[67.5rem] px-4.5 pt-8 pb-16 sm:pt-12 xl:px-0">
      <h1 className="text-balance font-normal font-serif text-display tracking-[-0.025em]">
        Plans and prices
      </h1>
      <p className="mt-4 max-w-[38em] font-serif text-ink-2 text-lead">
        You pay for answers with their proof. A refusal, or an error of ours, costs nothing; reading and
        exporting never do.
      </p>
      {me && <YourPlan me={me} />}
      <PlanColumns query={query} me={me} />
      <Calculator
        initial={query.demand}
        hidden={{ interval: query.interval, plan: query.plan, workspace: query.workspace }}
      />
      <ComparisonTable />
      <AtTheLimit />
      <PricingQuestions />
    </div>
  )
}

function YourPlan({ me: { active, workspaces } }: { me: Me }) {
  const workspace = workspaces.find(({ id }) => id === active.workspaceId)
  if (!workspace) return null
  return (
    <p className="mt-5 text-ink-2">
      {workspace.name} is on {PLANS[active.plan.key].name}.{' '}
      <a href={`/w/${workspace.slug}`} className="text-accent underline underline-offset-3">
        Back to your documents
      </a>
    </p>
  )
}
