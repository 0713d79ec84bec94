'use client'

import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import Link from 'next/link'
import { useEffect, useRef, useState } from 'react'
import { meQuery } from '#components/account/queries.ts'
import { useWorkspace } from '#components/layout/workspace-context.tsx'
import { PLANS } from '#lib/billing/plans.ts'
import type { PlanNotice } from '#lib/billing/schema.ts'
import type { Me } from '#lib/workspaces/schema.ts'
import { personZone, toDay } from './day.ts'
import { useQuestionRefused } from './paywall.tsx'
import { pricingHref } from './pricing-href.ts'
import { useDismissNotice } from './queries.ts'

const TONES = { info: 'text-ink-2', warning: 'text-warn', critical: 'text-bad' } as const
const SIGNS = { info: 'Note', warning: 'Warning', critical: 'Important' } as const

/** A stock that is full stops nothing but adding: worth knowing, and no alarm. */
const FULL_STOCK = /^(documents|pages|seats)\.100:/

const NO_CREDITS = /^credits\.100:/

/** Limits that are nearly or wholly used, and what became of a request: a quiet line each, above the page. */
export function PlanNotices() {
  const { id, slug } = useWorkspace()
  const { data: me } = useQuery(meQuery(id))
  const dismiss = useDismissNotice(id)
  const [hidden, setHidden] = useState<readonly string[]>([])
  const notices = me?.active.notices
  const saysField = useQuestionRefused()
  const shown = notices?.filter(({ key }) => !hidden.includes(key) && !(saysField && NO_CREDITS.test(key)))
  return (
    <>
      <NoticeNews notices={notices} />
      {me && shown && shown.length > 0 && (
        <NoticeLines
          notices={shown}
          slug={slug}
          timeZone={personZone(me.user)}
          planRequest={me.active.planRequest}
          // What the server would not put away is back with the next visit.
          onDismiss={(key) => (FULL_STOCK.test(key) ? setHidden([...hidden, key]) : dismiss.mutate(key))}
        />
      )}
    </>
  )
}

/** Reads out what was not there when the page came. Stands always: a region that comes with its words is not read. */
function NoticeNews({ notices }: { notices: readonly PlanNotice[] | undefined }) {
  const known = useRef<ReadonlySet<string> | null>(null)
  const [news, setNews] = useState('')
  useEffect(() => {
    if (!notices) return
    const before = known.current
    known.current = new Set(notices.map(({ key }) => key))
    const fresh = before ? notices.filter(({ key }) => !before.has(key)) : []
    if (fresh.length > 0) setNews(fresh.map(({ text }) => text).join(' '))
  }, [notices])
  return (
    <p role="status" className="sr-only">
      {news}
    </p>
  )
}

interface NoticeLinesProps {
  readonly notices: readonly PlanNotice[]
  readonly slug: string
  readonly timeZone: string
  /** A request that is not answered yet: nothing more is to be sold then. */
  readonly planRequest?: Me['active']['planRequest']
  readonly onDismiss: (key: string) => void
}

/** What says that most is used, or a stock is full, can be put away; that all credits are used stays. */
export function NoticeLines({ notices, slug, timeZone, planRequest, onDismiss }: NoticeLinesProps) {
  return (
    <ul aria-label="Notices" className="shrink-0 border-rule border-b text-small">
      {notices.map(({ key, level, text, dismissible, resetsAt, requiredPlan, action }) => (
        <li key={key} className="flex min-h-8 items-center gap-3 px-4.5 sm:px-7">
          <p className={`min-w-0 flex-1 py-1 ${TONES[toTone(key, level)]}`}>
            <span className="sr-only">{SIGNS[toTone(key, level)]}: </span>
            {text} {resetsAt && `There are new credits on ${toDay(resetsAt, timeZone)}. `}
            {action && planRequest && (
              <span className="text-ink-2">You have asked for {PLANS[planRequest.planKey].name}.</span>
            )}
            {action && !planRequest && (
              <Link
                href={requiredPlan ? pricingHref(slug, requiredPlan) : action.href}
                className="whitespace-nowrap text-accent underline underline-offset-3"
              >
                {action.label}
              </Link>
            )}
          </p>
          {(dismissible || FULL_STOCK.test(key)) && (
            <button
              type="button"
              aria-label={`Hide: ${text}`}
              onClick={() => onDismiss(key)}
              className="grid size-6 shrink-0 place-items-center rounded text-ink-3 hover:bg-paper-2 hover:text-ink"
            >
              <X aria-hidden="true" size={14} />
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}

function toTone(key: string, level: PlanNotice['level']): PlanNotice['level'] {
  return FULL_STOCK.test(key) ? 'info' : level
}
