import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignUpForm } from '#components/account/sign-up-form.tsx'
import { toFirstPath, toStart } from '#components/account/start.ts'
import { findPageUser } from '#lib/access/index.ts'

export const metadata: Metadata = { title: 'Sign up' }

export default async function SignUpPage({ searchParams }: PageProps<'/sign-up'>) {
  const start = toStart((await searchParams).start)
  const user = await findPageUser()
  if (user) redirect(toFirstPath(user.homePath, start))
  return <SignUpForm start={start} />
}
