'use client'

import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { meQuery } from '#components/account/queries.ts'
import type { Entitlements } from '#lib/billing/schema.ts'

type PlanNotice = Entitlements['notices'][number]

const TONES = { info: 'text-ink-2', warning: 'text-warn', critical: 'text-bad' } as const
const SIGNS = { info: 'Note', warning: 'Warning', critical: 'Important' } as const

/** Limits that are nearly or wholly used: a quiet line each, above the page that one works on. */
export function PlanNotices({ workspaceId }: { workspaceId: string }) {
  const { data: me } = useQuery(meQuery(workspaceId))
  const [hidden, setHidden] = useState<readonly string[]>([])
  const shown = me?.active.notices.filter(({ key }) => !hidden.includes(key)) ?? []
  if (shown.length === 0) return null
  return <NoticeLines notices={shown} onHide={(key) => setHidden([...hidden, key])} />
}

/** What says that most is used can be put away for this visit; what says that all is used stays. */
export function NoticeLines({
  notices,
  onHide,
}: {
  notices: readonly PlanNotice[]
  onHide: (key: string) => void
}) {
  return (
    <ul aria-label="Notices" className="shrink-0 border-rule border-b text-small">
      {notices.map(({ key, level, text, action }) => (
        <li key={key} className="flex min-h-8 items-center gap-3 px-4.5 sm:px-7">
          <p className={`min-w-0 flex-1 py-1 ${TONES[level]}`}>
            <span className="sr-only">{SIGNS[level]}: </span>
            {text}{' '}
            {action && (
              <Link href={action.href} className="text-accent underline underline-offset-3">
                {action.label}
              </Link>
            )}
          </p>
          {level === 'info' && (
            <button
              type="button"
              aria-label={`Hide: ${text}`}
              onClick={() => onHide(key)}
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
