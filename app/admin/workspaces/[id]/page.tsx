import type { Metadata } from 'next'
import { WorkspacePage } from '#components/admin/workspace-page.tsx'
import { getStaffPage } from '#lib/access/index.ts'

export const metadata: Metadata = { title: 'Workspace' }

export default async function AdminWorkspacePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  await getStaffPage(`/admin/workspaces/${id}`)
  return <WorkspacePage id={id} />
}
