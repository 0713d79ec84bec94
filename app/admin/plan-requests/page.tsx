import type { Metadata } from 'next'
import { PlanRequestList } from '#components/admin/plan-request-list.tsx'
import { getStaffPage } from '#lib/access/index.ts'

export const metadata: Metadata = { title: 'Plan requests' }

export default async function PlanRequestsPage() {
  await getStaffPage('/admin/plan-requests')
  return <PlanRequestList />
}
