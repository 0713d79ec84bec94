import type { Metadata } from 'next'
import { DenialReport } from '#components/admin/denial-report.tsx'
import { getStaffPage } from '#lib/access/index.ts'

export const metadata: Metadata = { title: 'Denials' }

export default async function DenialsPage() {
  await getStaffPage('/admin/denials')
  return <DenialReport />
}
