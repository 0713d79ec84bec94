import { defineRoute } from '#app/api/_lib/define-route.ts'
import { AppError } from '#lib/platform/errors.ts'
import { getMe } from '#lib/workspaces/index.ts'
import { meSchema } from '#lib/workspaces/schema.ts'

/** GET /api/user/me needs no workspace; without one the personal workspace is the active one. */
export const GET = defineRoute({
  access: 'session-or-key',
  workspace: 'optional',
  response: meSchema,
  summary: 'Who is signed in, and what the active workspace may do and has used',
  handle: ({ user, ctx }) => {
    const userId = user?.userId ?? ctx?.userId
    if (!userId) throw new AppError('unauthenticated', 'Nobody is signed in.')
    return getMe(userId, ctx?.workspaceId ?? null)
  },
})
