'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { SkipLink } from '#components/layout/skip-link.tsx'
import { Wordmark } from '#components/layout/wordmark.tsx'
import { checksQuery } from './queries.ts'

const PAGES = [
  { href: '/admin', label: 'Usage and cost' },
  { href: '/admin/workspaces', label: 'Workspaces' },
  { href: '/admin/plan-requests', label: 'Plan requests' },
  { href: '/admin/jobs', label: 'Failed jobs' },
  { href: '/admin/denials', label: 'Denials' },
  { href: '/admin/checks', label: 'Checks' },
  { href: '/admin/audit', label: 'Audit log' },
]

/** The frame of the pages for staff: where one can go at the left, above the page on small screens. */
export function AdminShell({
  email,
  homePath,
  children,
}: {
  email: string
  homePath: string
  children: ReactNode
}) {
  return (
    <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr] md:grid-cols-[232px_minmax(0,1fr)] md:grid-rows-1">
      <SkipLink />
      <div className="flex min-w-0 flex-col gap-3 border-rule border-b px-4 py-3.5 text-[0.84375rem] md:sticky md:top-0 md:h-dvh md:border-r md:border-b-0 md:px-3">
        <div className="flex items-baseline justify-between px-2">
          <Wordmark />
          <span className="font-[560] text-ink-3 text-tiny">Staff</span>
        </div>
        <nav aria-label="Staff">
          <ul className="flex flex-wrap gap-x-1 md:block">
            {PAGES.map((page) => (
              <NavLink key={page.href} {...page} />
            ))}
          </ul>
        </nav>
        <div className="flex min-w-0 flex-wrap gap-x-3 px-2 text-ink-3 text-tiny md:mt-auto md:block">
          <span className="block truncate">{email}</span>
          <a href={homePath} className="text-accent underline underline-offset-3">
            Back to the workspace
          </a>
        </div>
      </div>
      <main id="page" tabIndex={-1} className="min-w-0 px-4 py-6 outline-none sm:px-8">
        <div className="max-w-[72rem]">{children}</div>
      </main>
    </div>
  )
}

function NavLink({ href, label }: { href: string; label: string }) {
  const path = usePathname()
  const current = href === '/admin' ? path === href : path.startsWith(href)
  return (
    <li>
      <Link
        href={href}
        aria-current={current ? 'page' : undefined}
        className="flex min-h-[30px] items-center justify-between gap-2 rounded px-2 text-ink-2 hover:text-ink aria-[current]:bg-paper-2 aria-[current]:font-[540] aria-[current]:text-ink"
      >
        {label}
        {href === '/admin/checks' && <BrokenChecks />}
      </Link>
    </li>
  )
}

/** A broken check has to be seen from every page. */
function BrokenChecks() {
  const { data } = useQuery(checksQuery())
  const broken = data?.items.filter(({ ok }) => !ok).length ?? 0
  return broken > 0 ? <span className="font-[540] text-bad text-tiny">{broken} broken</span> : null
}
