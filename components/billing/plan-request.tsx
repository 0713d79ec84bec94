'use client'

import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { Button } from '#components/ui/button.tsx'
import { dollars, PLAN_ORDER, PLANS, seatsOn } from '#lib/billing/plans.ts'
import { PLAN_INTERVALS, type PlanInterval, type PlanKey, type PlanRequest } from '#lib/billing/schema.ts'
import type { Me } from '#lib/workspaces/schema.ts'
import { personZone, toDay } from './day.ts'
import { useRequestPlan, useWithdrawRequest } from './queries.ts'

interface PlanRequestProps {
  readonly me: Me
  readonly planKey: PlanKey
  /** As chosen beside it; where it is left out, it is chosen here. */
  readonly interval?: PlanInterval
  readonly seats?: number
  readonly primary?: boolean
  /** Stands beside the button, where there is one. */
  readonly children?: ReactNode
}

/**
 * Asks for a plan, where nobody can pay yet: the button, or what has become of the request. Who may not decide about the
 * plan is told whom to ask.
 */
export function PlanRequestAction(props: PlanRequestProps) {
  const { me, planKey, children } = props
  const { active } = me
  const open = active.planRequest
  // Whoever has just asked hears what follows: the button that had the focus is gone.
  const [hasAsked, setHasAsked] = useState(false)
  if (active.plan.key === planKey) return <Said rest={children}>This is your plan.</Said>
  if (PLAN_ORDER.indexOf(planKey) < PLAN_ORDER.indexOf(active.plan.key))
    return <Said rest={children}>You have more than this.</Said>
  if (active.role !== 'owner') return <Said rest={children}>{whomToAsk(me, planKey)}</Said>
  return open?.planKey === planKey ? (
    <Requested {...props} takesFocus={hasAsked} />
  ) : (
    <AskFor {...props} onAsked={() => setHasAsked(true)} />
  )
}

function Said({ rest, children }: { rest: ReactNode; children: ReactNode }) {
  return (
    <>
      <p className="text-ink-2 text-small">{children}</p>
      {rest}
    </>
  )
}

/** Whom to ask, and whether that person has asked already. */
export function whomToAsk({ active, user }: Me, planKey: PlanKey | null): string {
  const name = active.owner?.name
  const who = name ? `${name}, who owns this workspace` : 'the owner of this workspace'
  const request = active.planRequest
  if (request && request.planKey === planKey)
    return `${name ?? 'The owner'} asked for ${PLANS[planKey].name} on ${toDay(request.requestedAt, personZone(user))}.`
  return planKey ? `Ask ${who}, for ${PLANS[planKey].name}.` : `Ask ${who}.`
}

function AskFor({
  me,
  planKey,
  interval,
  seats,
  primary = false,
  onAsked,
  children,
}: PlanRequestProps & { onAsked: () => void }) {
  const { workspaceId, planRequest } = me.active
  const request = useRequestPlan(workspaceId)
  const { name, priceCents } = PLANS[planKey]
  const [chosen, setChosen] = useState<PlanInterval>(interval ?? 'month')
  const ask = () =>
    planKey !== 'free' &&
    request.mutate(
      { planKey, interval: interval ?? chosen, ...(seats ? { seats } : {}) },
      { onSuccess: onAsked },
    )
  return (
    <>
      {!interval && priceCents && <IntervalChoice planKey={planKey} value={chosen} onChange={setChosen} />}
      <Button variant={primary ? 'primary' : 'secondary'} pending={request.isPending} onClick={ask}>
        {request.isPending ? 'Asking…' : `Ask for ${name}`}
      </Button>
      {children}
      {planRequest && (
        <p className="w-full text-ink-3 text-small">
          It takes the place of your request for {PLANS[planRequest.planKey].name}.
        </p>
      )}
      {request.error && (
        <div className="w-full">
          <ProblemNotice error={request.error} onRetry={ask} />
        </div>
      )}
    </>
  )
}

function IntervalChoice({
  planKey,
  value,
  onChange,
}: {
  planKey: PlanKey
  value: PlanInterval
  onChange: (interval: PlanInterval) => void
}) {
  const name = useId()
  const plan = PLANS[planKey]
  return (
    <fieldset className="flex w-full flex-wrap gap-x-5 gap-y-1 text-small">
      <legend className="sr-only">How it is paid</legend>
      {PLAN_INTERVALS.map((interval) => (
        <label key={interval} className="flex cursor-pointer items-center gap-2 py-1">
          <input
            type="radio"
            name={name}
            value={interval}
            checked={value === interval}
            onChange={() => onChange(interval)}
            className="size-4 shrink-0 accent-ink"
          />
          <span className="tabular">
            By the {interval}, {dollars((plan.priceCents?.[interval] ?? 0) * seatsOn(plan))}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** "Pro, by the year," as it was asked for. */
export function describeWish({ planKey, interval }: Pick<PlanRequest, 'planKey' | 'interval'>): string {
  const { name, priceCents } = PLANS[planKey]
  return priceCents ? `${name}, by the ${interval},` : name
}

function Requested({ me, takesFocus, children }: PlanRequestProps & { takesFocus: boolean }) {
  const { workspaceId, planRequest } = me.active
  const withdraw = useWithdrawRequest(workspaceId)
  const said = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (takesFocus) said.current?.focus()
  }, [takesFocus])
  if (!planRequest) return null
  return (
    <>
      <p ref={said} role="status" tabIndex={-1} className="w-full text-small outline-none">
        {describeWish(planRequest)} requested on {toDay(planRequest.requestedAt, personZone(me.user))}.{' '}
        <span className="text-ink-2">We will mail you; nothing is charged before you agree.</span>
      </p>
      <Button pending={withdraw.isPending} onClick={() => withdraw.mutate(planRequest.id)}>
        Withdraw the request
      </Button>
      {children}
      {withdraw.error && (
        <div className="w-full">
          <ProblemNotice error={withdraw.error} />
        </div>
      )}
    </>
  )
}
