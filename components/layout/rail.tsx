'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect } from 'react'
import { meQuery } from '#components/account/queries.ts'
import { UsageMeters } from '#components/billing/usage-meters.tsx'
import { ConversationList } from '#components/chat/conversation-list.tsx'
import { documentListQuery, isInProgress } from '#components/documents/queries.ts'
import { Kbd } from '#components/ui/kbd.tsx'
import { useWorkspace } from './workspace-context.tsx'
import { WorkspaceMenu } from './workspace-menu.tsx'

/** The column at the left: where one is, where one can go, and what is used. */
export function Rail() {
  const { id, slug } = useWorkspace()
  const { data: me } = useQuery(meQuery(id))
  useFreshMeters(id)
  return (
    <div className="flex h-full flex-col gap-3.5 px-3 py-3.5 text-[0.84375rem]">
      <WorkspaceMenu />
      <nav aria-label="Workspace">
        <ul>
          <RailLink href={`/w/${slug}/chat`} exact aside={<Kbd>N</Kbd>}>
            New question
          </RailLink>
          <RailLink
            href={`/w/${slug}/documents`}
            aside={
              me && <span className="tabular text-[0.6875rem] text-ink-3">{me.active.usage.documents}</span>
            }
          >
            Documents
          </RailLink>
          <RailLink href={`/w/${slug}/usage`}>Usage</RailLink>
        </ul>
      </nav>
      <ConversationList />
      <section aria-label="Usage">
        <UsageMeters />
      </section>
    </div>
  )
}

function RailLink({
  href,
  exact = false,
  aside,
  children,
}: {
  href: string
  exact?: boolean
  aside?: ReactNode
  children: ReactNode
}) {
  const path = usePathname()
  const current = exact ? path === href : path.startsWith(href)
  return (
    <li>
      <Link
        href={href}
        aria-current={current ? 'page' : undefined}
        className="flex min-h-[30px] items-center justify-between rounded px-2 text-ink-2 hover:text-ink aria-[current]:bg-paper-2 aria-[current]:font-[540] aria-[current]:text-ink"
      >
        {children}
        {aside}
      </Link>
    </li>
  )
}

/** Pages are counted while a document is read: what the meters say is asked anew when one begins or ends. */
function useFreshMeters(workspaceId: string): void {
  const queryClient = useQueryClient()
  const inProgress = useQuery(documentListQuery(workspaceId)).data?.items.filter(isInProgress).length
  useEffect(() => {
    if (inProgress !== undefined) void queryClient.invalidateQueries({ queryKey: ['me', workspaceId] })
  }, [queryClient, workspaceId, inProgress])
}
