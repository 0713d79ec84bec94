'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { meQuery } from '#components/account/queries.ts'
import { useWorkspace } from '#components/layout/workspace-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogContent } from '#components/ui/dialog.tsx'
import { PLANS } from '#lib/billing/plans.ts'
import type { Me } from '#lib/workspaces/schema.ts'
import { personZone } from './day.ts'
import type { Refusal } from './paywall.tsx'
import { PlanRequestAction, whomToAsk } from './plan-request.tsx'
import { pricingHref } from './pricing-href.ts'
import { describeWall, isResolved, type Unlocks, type Wall } from './wall.ts'

/** The plan may be changed elsewhere while the dialog stands: by staff, by the owner, in another tab. */
const POLL_MS = 4_000

/** What the plan refused, what unlocks it, and the way on; once the plan allows it, one click takes it up again. */
export function UpgradeDialog({ refusal, onClose }: { refusal: Refusal; onClose: () => void }) {
  const { id, slug } = useWorkspace()
  const { data: me, dataUpdatedAt } = useQuery({
    ...meQuery(id),
    staleTime: 0,
    refetchInterval: POLL_MS,
    refetchOnWindowFocus: 'always',
  })
  if (!me) return null
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <WallContent
        refusal={refusal}
        me={me}
        isFresh={dataUpdatedAt > refusal.at}
        slug={slug}
        onClose={onClose}
      />
    </Dialog>
  )
}

interface WallContentProps {
  readonly refusal: Refusal
  readonly me: Me
  /** Whether `me` was told after the refusal. */
  readonly isFresh: boolean
  readonly slug: string
  readonly onClose: () => void
}

export function WallContent({ refusal, me, isFresh, slug, onClose }: WallContentProps) {
  const { problem, blocked, onResume } = refusal
  if (isFresh && isResolved(problem, me)) return <Resolved refusal={refusal} me={me} onClose={onClose} />
  const wall = describeWall(problem, me, blocked, personZone(me.user))
  const { unlocks } = wall
  const links = <WallLinks wall={wall} slug={slug} onClose={onClose} />
  return (
    <DialogContent
      focusTitle
      title={wall.title}
      description={
        <>
          {wall.waits} {wall.goesOn} {wall.resets}
        </>
      }
    >
      {unlocks && <Offer unlocks={unlocks} />}
      <div className="mt-4 flex flex-wrap items-center gap-2.5">
        {unlocks ? (
          <PlanRequestAction me={me} planKey={unlocks.planKey} primary>
            {links}
          </PlanRequestAction>
        ) : (
          <>
            {me.active.role !== 'owner' && <p className="text-ink-2 text-small">{whomToAsk(me, null)}</p>}
            {links}
          </>
        )}
      </div>
      {onResume && me.active.role === 'owner' && me.active.planRequest && (
        <p className="mt-3 text-ink-3 text-small">You can close this: what waits stays where it is.</p>
      )}
    </DialogContent>
  )
}

function Offer({ unlocks: { planName, lines, price } }: { unlocks: Unlocks }) {
  return (
    <dl className="mt-4 grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 border-rule border-y py-4">
      <dt>{planName}</dt>
      <Figures>
        {lines.map((line) => (
          <span key={line} className="block">
            {line}
          </span>
        ))}
      </Figures>
      <dt>Price, before tax</dt>
      <Figures>{price}</Figures>
      <dt>Charged now</dt>
      <Figures>nothing: we answer by mail first</Figures>
    </dl>
  )
}

function Figures({ children }: { children: ReactNode }) {
  return <dd className="tabular text-right text-small leading-relaxed">{children}</dd>
}

function WallLinks({ wall, slug, onClose }: { wall: Wall; slug: string; onClose: () => void }) {
  return (
    <>
      {wall.canMakeRoom && (
        <Button asChild>
          <Link href={`/w/${slug}/documents?sort=pages`} onClick={onClose}>
            Make room
          </Link>
        </Button>
      )}
      {wall.unlocks && (
        <Link
          href={pricingHref(slug, wall.unlocks.planKey)}
          className="ml-auto text-ink-3 text-small underline-offset-3 hover:text-ink hover:underline"
        >
          Compare plans
        </Link>
      )}
    </>
  )
}

function Resolved({ refusal, me, onClose }: { refusal: Refusal; me: Me; onClose: () => void }) {
  const { blocked, onResume } = refusal
  const resume = () => {
    onClose()
    onResume?.()
  }
  return (
    <DialogContent focusTitle title="You can go on now" description={describeResume(refusal, me)}>
      <p role="status" className="sr-only">
        You can go on now.
      </p>
      <div className="mt-5 flex flex-wrap items-center gap-2.5">
        {onResume ? (
          <>
            <Button variant="primary" onClick={resume}>
              {RESUME[blocked.what]}
            </Button>
            <Button onClick={onClose}>Later</Button>
          </>
        ) : (
          <Button variant="primary" onClick={onClose}>
            Close
          </Button>
        )}
      </div>
    </DialogContent>
  )
}

const RESUME = {
  question: 'Ask the question',
  files: 'Add what waits',
  document: 'Do it now',
  feature: 'Go on',
} as const

function describeResume({ problem, blocked }: Refusal, { active }: Me): string {
  const { name } = PLANS[active.plan.key]
  const why = problem.plan !== undefined && problem.plan !== active.plan.key ? `You are on ${name}. ` : ''
  if (blocked.what === 'question') return `${why}Your question is still in its field.`
  if (blocked.what !== 'files') return `${why}There is room for it.`
  const [first, ...others] = blocked.names
  return others.length > 0
    ? `${why}There is room for “${first}”; ${others.length} more wait behind it.`
    : `${why}There is room for “${first}”.`
}
