import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import type { UserContext, WorkspaceContext } from '#lib/auth/context.ts'
import { PAGE_PATH_HEADER } from '#lib/platform/http/page-path.ts'
import { createId } from '#lib/platform/id.ts'
import type { WorkspaceName } from './repository.ts'
import { readSession, toUser, toWorkspace } from './resolve-context.ts'

/** What a page under /w/[slug] knows of its visitor. */
export interface PageContext {
  user: UserContext & { name: string }
  ctx: WorkspaceContext
  workspace: { id: string; slug: string; name: string }
}

// One read for metadata, layout and page together.
const readPageSession = cache(async (slug: string | null) => {
  const workspace: WorkspaceName = slug === null ? 'personal' : { slug }
  return { row: await readSession(await headers(), workspace), requestId: createId() }
})

/** Who visits a page that anybody may see; null for a stranger. `homePath` leads to their personal workspace. */
export async function findPageUser(): Promise<(UserContext & { name: string; homePath: string }) | null> {
  const { row, requestId } = await readPageSession(null)
  if (!row) return null
  return { ...toUser(row, requestId), name: row.name, homePath: row.slug ? `/w/${row.slug}` : '/' }
}

/**
 * Who visits a page for staff. A stranger goes to the sign-in page; for everybody else there is no such page.
 *
 * @param path where to come back to after signing in.
 */
export async function getStaffPage(path: string): Promise<UserContext & { name: string; homePath: string }> {
  const user = await findPageUser()
  if (!user) redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`)
  if (!user.isStaff) notFound()
  return user
}

/**
 * Who visits a page of the workspace `slug`. A stranger goes to the sign-in page, someone who is no member sees the same
 * "not found" as for a workspace that does not exist. Decided before anything of the page is drawn.
 */
export async function getPageContext(slug: string): Promise<PageContext> {
  const { row, requestId } = await readPageSession(slug)
  if (!row) redirect(`/sign-in?callbackUrl=${encodeURIComponent(await readPagePath(`/w/${slug}`))}`)
  const ctx = toWorkspace(row, requestId)
  if (!ctx || row.slug === null) notFound()
  const workspace = { id: ctx.workspaceId, slug: row.slug, name: row.workspaceName ?? row.slug }
  return { user: { ...toUser(row, requestId), name: row.name }, ctx, workspace }
}

/** The page that was asked for, with its query, as the proxy has noted it: there to come back to. */
async function readPagePath(otherwise: string): Promise<string> {
  return (await headers()).get(PAGE_PATH_HEADER) ?? otherwise
}
