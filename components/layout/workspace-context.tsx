'use client'

import { createContext, type ReactNode, useContext } from 'react'
import { setPageWorkspace } from '#lib/api-client/index.ts'

export interface PageWorkspace {
  id: string
  slug: string
  name: string
}

const Context = createContext<PageWorkspace | null>(null)

/** The workspace of the page; also what the API's client sends with each call. */
export function WorkspaceProvider({
  workspace,
  children,
}: {
  workspace: PageWorkspace
  children: ReactNode
}) {
  // Before any child asks: on the server nothing is asked, so there is nothing to mix.
  if (typeof window !== 'undefined') setPageWorkspace(workspace.id)
  return <Context value={workspace}>{children}</Context>
}

export function useWorkspace(): PageWorkspace {
  const workspace = useContext(Context)
  if (!workspace) throw new Error('useWorkspace needs WorkspaceProvider above it')
  return workspace
}
