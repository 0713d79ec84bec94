import type { Metadata } from 'next'
import { StaffSetup } from '#components/admin/staff-setup.tsx'
import { findPageUser } from '#lib/access/index.ts'

export const metadata: Metadata = { title: 'Set up', robots: { index: false } }

/** Reads the token and uses nothing up: that takes a click, which is a POST. */
export default async function StaffSetupPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { token } = await searchParams
  const user = await findPageUser()
  return (
    <StaffSetup
      token={typeof token === 'string' && token.length <= 200 ? token : null}
      email={user?.email ?? null}
      isStaff={user?.isStaff ?? false}
    />
  )
}
