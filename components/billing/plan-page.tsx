'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { meQuery } from '#components/account/queries.ts'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { useWorkspace } from '#components/layout/workspace-context.tsx'
import { Meter } from '#components/ui/progress.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { PLAN_ORDER, PLANS, priceText } from '#lib/billing/plans.ts'
import type { PlanKey } from '#lib/billing/schema.ts'
import type { Me } from '#lib/workspaces/schema.ts'
import { personZone, toDay } from './day.ts'
import { PlanRequestAction } from './plan-request.tsx'
import { pricingHref } from './pricing-href.ts'

/** The plan of the workspace, what it holds and how much of it is used, and the way to another one. */
export function PlanPage() {
  const { id, slug } = useWorkspace()
  const { data: me, error, refetch } = useQuery(meQuery(id))
  if (error && !me) return <ProblemNotice error={error} onRetry={() => refetch()} />
  if (!me) return <Skeleton rows={5} label="Loading the plan" />
  return <PlanDetails me={me} slug={slug} />
}

export function PlanDetails({ me, slug }: { me: Me; slug: string }) {
  const { plan, limits, usage } = me.active
  const { credits } = usage
  return (
    <>
      <h1 className="font-serif text-title tracking-[-0.012em]">{PLANS[plan.key].name}</h1>
      <p className="mt-0.5 text-ink-2">
        {PLANS[plan.key].priceCents === null
          ? 'By contract'
          : `${priceText(PLANS[plan.key], 'month')} a month`}
        . New credits come on {toDay(credits.resetsAt, personZone(me.user), true)}.
      </p>
      <section
        aria-label="What the plan holds"
        className="mt-6 grid gap-3.5 border-rule border-y py-5 text-small"
      >
        <Meter
          label="Credits left"
          countsLeft
          used={credits.used + credits.held}
          limit={credits.granted + credits.purchased}
        />
        <Meter label="Pages stored" used={usage.pages} limit={limits.pages} />
        <Meter label="Documents" used={usage.documents} limit={limits.documents} />
        {limits.seats !== 1 && <Meter label="Members" used={usage.seats} limit={limits.seats} />}
      </section>
      <OtherPlans me={me} slug={slug} />
    </>
  )
}

function OtherPlans({ me, slug }: { me: Me; slug: string }) {
  const { plan, planRequest } = me.active
  const next: PlanKey | undefined = planRequest?.planKey ?? PLAN_ORDER[PLAN_ORDER.indexOf(plan.key) + 1]
  return (
    <section aria-labelledby="other-plans" className="mt-8">
      <h2 id="other-plans" className="font-[560]">
        Another plan
      </h2>
      <p className="mt-1 mb-3 text-ink-2">
        {next && !planRequest ? `${PLANS[next].name} is for ${PLANS[next].bestFor}. ` : ''}
        What you have stays as it is when the plan changes.
      </p>
      <div className="flex flex-wrap items-center gap-2.5">
        {next && <PlanRequestAction me={me} planKey={next} />}
        <Link href={pricingHref(slug)} className="text-accent text-small underline underline-offset-3">
          Compare plans
        </Link>
      </div>
    </section>
  )
}
