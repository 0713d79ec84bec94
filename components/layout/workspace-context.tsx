'use client'

import { createContext, type ReactNode, useContext } from 'react'

export interface PageWorkspace {
  id: string
  slug: string
  name: string
}

const Context = createContext<PageWorkspace | null>(null)

/** The workspace of the page; every call of the API names it. */
export function WorkspaceProvider({
  workspace,
  children,
}: {
  workspace: PageWorkspace
  children: ReactNode
}) {
  return <Context value={workspace}>{children}</Context>
}

export function useWorkspace(): PageWorkspace {
  const workspace = useContext(Context)
  if (!workspace) throw new Error('useWorkspace needs WorkspaceProvider above it')
  return workspace
}
