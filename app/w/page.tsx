import { redirect } from 'next/navigation'
import { toFirstPath, toSignInPath, toStart } from '#components/account/start.ts'
import { findPageUser } from '#lib/access/index.ts'

/** The way home: to the visitor's own workspace, and to what they came for. */
export default async function HomePage({ searchParams }: PageProps<'/w'>) {
  const start = toStart((await searchParams).start)
  const user = await findPageUser()
  redirect(user ? toFirstPath(user.homePath, start) : toSignInPath(start))
}
