import type { Metadata } from 'next'
import { UsageOverview } from '#components/admin/usage-overview.tsx'
import { getStaffPage } from '#lib/access/index.ts'

export const metadata: Metadata = { title: 'Usage and cost' }

export default async function AdminPage() {
  await getStaffPage('/admin')
  return <UsageOverview />
}
