import type { Metadata } from 'next'
import { CheckList } from '#components/admin/check-list.tsx'
import { getStaffPage } from '#lib/access/index.ts'

export const metadata: Metadata = { title: 'Checks' }

export default async function ChecksPage() {
  await getStaffPage('/admin/checks')
  return <CheckList />
}
