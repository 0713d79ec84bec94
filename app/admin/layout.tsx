import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { AdminShell } from '#components/admin/admin-shell.tsx'
import { getStaffPage } from '#lib/access/index.ts'

export const metadata: Metadata = { robots: { index: false } }

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { email, homePath } = await getStaffPage('/admin')
  return (
    <AdminShell email={email} homePath={homePath}>
      {children}
    </AdminShell>
  )
}
