import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Shell } from '#components/layout/shell.tsx'
import { getPageContext } from '#lib/access/index.ts'

export const metadata: Metadata = { robots: { index: false } }

export default async function WorkspaceLayout({
  params,
  children,
}: {
  params: Promise<{ slug: string }>
  children: ReactNode
}) {
  const { workspace, user } = await getPageContext((await params).slug)
  return (
    <Shell workspace={workspace} userId={user.userId}>
      {children}
    </Shell>
  )
}
