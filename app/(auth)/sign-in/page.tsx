import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInForm } from '#components/account/sign-in-form.tsx'
import { findPageUser } from '#lib/access/index.ts'
import { toSafePath } from '#lib/auth/index.ts'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { callbackUrl, error } = await searchParams
  const target = toSafePath(typeof callbackUrl === 'string' ? callbackUrl : null, '/w')
  if (await findPageUser()) redirect(target)
  return <SignInForm target={target} initialError={typeof error === 'string' ? error : null} />
}
