import type { Metadata } from 'next'
import { WorkspaceList } from '#components/admin/workspace-list.tsx'
import { getStaffPage } from '#lib/access/index.ts'

export const metadata: Metadata = { title: 'Workspaces' }

export default async function WorkspacesPage() {
  await getStaffPage('/admin/workspaces')
  return <WorkspaceList />
}
