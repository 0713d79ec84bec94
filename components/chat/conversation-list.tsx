'use client'

import { useQuery } from '@tanstack/react-query'
import { EllipsisIcon } from 'lucide-react'
import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { useState } from 'react'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { useWorkspace } from '#components/layout/workspace-context.tsx'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '#components/ui/menu.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { useToast } from '#components/ui/toast.tsx'
import type { Conversation } from '#lib/chat/schema.ts'
import { conversationListQuery, useDeleteConversation, useRestoreConversation } from './queries.ts'
import { RenameConversation } from './rename-conversation.tsx'

/** The questions asked before, the latest first. */
export function ConversationList() {
  const { id } = useWorkspace()
  const { data, error, isPending, refetch } = useQuery(conversationListQuery(id))
  return (
    <section aria-labelledby="questions" className="min-h-0 flex-1 overflow-y-auto">
      <h2 id="questions" className="px-2 pb-1 font-[540] text-[0.71875rem] text-ink-3">
        Questions
      </h2>
      {isPending && <Skeleton rows={3} label="Loading questions" className="px-2 pt-2" />}
      {error && <ProblemNotice error={error} onRetry={() => refetch()} />}
      {data?.items.length === 0 && <p className="px-2 text-ink-3">None yet.</p>}
      {data && data.items.length > 0 && (
        <ul>
          {data.items.map((conversation) => (
            <ConversationItem key={conversation.id} conversation={conversation} />
          ))}
        </ul>
      )}
    </section>
  )
}

function ConversationItem({ conversation }: { conversation: Conversation }) {
  const { id, slug } = useWorkspace()
  const path = usePathname()
  const router = useRouter()
  const showToast = useToast()
  const [renaming, setRenaming] = useState(false)
  const { mutate: restore } = useRestoreConversation(id)
  const { mutateAsync: remove } = useDeleteConversation(id)
  const href = `/w/${slug}/chat/${conversation.id}`
  const title = conversation.title || 'New question'

  // By the promise: the row is gone before the answer comes, and its callbacks with it.
  const onDelete = () =>
    remove(conversation.id).then(
      () => {
        if (path === href) router.push(`/w/${slug}/chat`)
        showToast({
          title: `Deleted “${title}”`,
          action: { label: 'Undo', onClick: () => restore(conversation.id) },
        })
      },
      () => showToast({ title: 'It could not be deleted. Try again.' }),
    )

  return (
    <li className="group relative">
      <Link
        href={href}
        aria-current={path === href ? 'page' : undefined}
        className="block truncate rounded py-1 pr-7 pl-2 text-ink-2 hover:text-ink aria-[current]:bg-paper-2 aria-[current]:text-ink"
      >
        {title}
      </Link>
      <Menu>
        <MenuTrigger
          aria-label={`More about ${title}`}
          className="absolute top-0.5 right-0.5 grid size-6 place-items-center rounded text-ink-3 opacity-0 hover:text-ink focus-visible:opacity-100 group-hover:opacity-100 data-[state=open]:opacity-100 [@media(pointer:coarse)]:opacity-100"
        >
          <EllipsisIcon aria-hidden="true" className="size-4" />
        </MenuTrigger>
        <MenuContent>
          <MenuItem onSelect={() => setRenaming(true)}>Rename</MenuItem>
          <MenuItem danger onSelect={onDelete}>
            Delete
          </MenuItem>
        </MenuContent>
      </Menu>
      {renaming && <RenameConversation conversation={conversation} onClose={() => setRenaming(false)} />}
    </li>
  )
}
