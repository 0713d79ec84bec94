import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignUpForm } from '#components/account/sign-up-form.tsx'
import { findPageUser } from '#lib/access/index.ts'

export const metadata: Metadata = { title: 'Sign up' }

export default async function SignUpPage() {
  const user = await findPageUser()
  if (user) redirect(user.homePath)
  return <SignUpForm />
}
