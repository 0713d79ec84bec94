import { redirect } from 'next/navigation'
import { findPageUser } from '#lib/access/index.ts'

/** The way home: to the visitor's own workspace. */
export default async function HomePage() {
  const user = await findPageUser()
  redirect(user ? user.homePath : '/sign-in')
}
