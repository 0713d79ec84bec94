import type { Metadata } from 'next'
import { Shell } from '#components/layout/shell.tsx'
import { getPageContext } from '#lib/access/index.ts'

export const metadata: Metadata = { robots: { index: false } }

export default async function WorkspaceLayout({ params, children }: LayoutProps<'/w/[slug]'>) {
  const { workspace } = await getPageContext((await params).slug)
  return <Shell workspace={workspace}>{children}</Shell>
}
