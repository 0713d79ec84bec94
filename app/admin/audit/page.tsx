import type { Metadata } from 'next'
import { AuditList } from '#components/admin/audit-list.tsx'
import { getStaffPage } from '#lib/access/index.ts'

export const metadata: Metadata = { title: 'Audit log' }

export default async function AuditPage() {
  await getStaffPage('/admin/audit')
  return <AuditList />
}
