'use client'

import { createContext, type ReactNode, useContext, useMemo } from 'react'

export interface PageWorkspace {
  id: string
  slug: string
  name: string
}

interface Page {
  workspace: PageWorkspace
  userId: string
}

const Context = createContext<Page | null>(null)

/** The workspace of the page and who looks at it; every call of the API names the workspace. */
export function WorkspaceProvider({ workspace, userId, children }: Page & { children: ReactNode }) {
  const page = useMemo(() => ({ workspace, userId }), [workspace, userId])
  return <Context value={page}>{children}</Context>
}

export function useWorkspace(): PageWorkspace {
  return usePage().workspace
}

/** Who is signed in: what the browser keeps for somebody is kept under this. */
export function usePageUserId(): string {
  return usePage().userId
}

function usePage(): Page {
  const page = useContext(Context)
  if (!page) throw new Error('useWorkspace needs WorkspaceProvider above it')
  return page
}
