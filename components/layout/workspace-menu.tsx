'use client'

import { useQuery } from '@tanstack/react-query'
import { ChevronDownIcon } from 'lucide-react'
import Link from 'next/link'
import { meQuery } from '#components/account/queries.ts'
import { forgetSetupToken } from '#components/admin/setup-token.ts'
import { clearDrafts } from '#components/chat/drafts.ts'
import { forgetKeptFiles } from '#components/documents/browser-files.ts'
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from '#components/ui/menu.tsx'
import { signOut } from '#lib/api-client/index.ts'
import { ThemeMenuItems } from './theme-menu-items.tsx'
import { usePageUserId, useWorkspace } from './workspace-context.tsx'

/** Which workspace, who is signed in, looks, and the way out. */
export function WorkspaceMenu() {
  const workspace = useWorkspace()
  const userId = usePageUserId()
  const { data: me } = useQuery(meQuery(workspace.id))
  const others = me?.workspaces.filter(({ id }) => id !== workspace.id) ?? []
  return (
    <Menu>
      <MenuTrigger className="flex min-h-8 w-full items-center gap-2 rounded px-1.5 text-left font-[560] hover:bg-paper-2">
        <span
          aria-hidden="true"
          className="grid size-[22px] shrink-0 place-items-center rounded-[5px] bg-ink font-semibold font-serif text-paper text-small"
        >
          {workspace.name.slice(0, 1).toUpperCase()}
        </span>
        <span className="min-w-0 flex-1 truncate">{workspace.name}</span>
        <ChevronDownIcon aria-hidden="true" className="size-3.5 text-ink-3" />
      </MenuTrigger>
      <MenuContent className="w-56">
        {me && (
          <MenuLabel>
            <span className="block truncate">{me.user.email}</span>
          </MenuLabel>
        )}
        {others.map(({ id, slug, name }) => (
          <MenuItem key={id} asChild>
            <Link href={`/w/${slug}`}>{name}</Link>
          </MenuItem>
        ))}
        {me?.user.isStaff && (
          <MenuItem asChild>
            <Link href="/admin">Staff</Link>
          </MenuItem>
        )}
        <MenuItem asChild>
          <Link href={`/w/${workspace.slug}/settings/billing`}>Plan</Link>
        </MenuItem>
        <MenuSeparator />
        <ThemeMenuItems />
        <MenuSeparator />
        <MenuItem onSelect={() => leave(userId)}>Sign out</MenuItem>
      </MenuContent>
    </Menu>
  )
}

/** Ends the session; what this browser keeps of the person goes with it. */
async function leave(userId: string): Promise<void> {
  clearDrafts(userId)
  forgetSetupToken()
  await forgetKeptFiles(userId)
  await signOut().catch(() => undefined)
  location.assign('/')
}
