import type { Metadata } from 'next'
import { JobList } from '#components/admin/job-list.tsx'
import { getStaffPage } from '#lib/access/index.ts'

export const metadata: Metadata = { title: 'Failed jobs' }

export default async function JobsPage() {
  await getStaffPage('/admin/jobs')
  return <JobList />
}
