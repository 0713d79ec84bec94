import type { Metadata } from 'next'
import { VerifyEmail } from '#components/account/verify-email.tsx'
import { findPageUser } from '#lib/access/index.ts'

export const metadata: Metadata = { title: 'Confirm your address', referrer: 'no-referrer' }

/** Opening the link uses nothing up: a mail scanner may follow it first. The page posts the token. */
export default async function VerifyEmailPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { token } = await searchParams
  const user = await findPageUser()
  return <VerifyEmail token={typeof token === 'string' ? token : null} homePath={user?.homePath ?? null} />
}
