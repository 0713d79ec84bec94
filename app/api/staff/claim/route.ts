import { defineRoute } from '#app/api/_lib/define-route.ts'
import { CLAIM_LIMIT } from '#app/api/_lib/limits.ts'
import { claimStaff } from '#lib/admin/index.ts'
import { claimStaffSchema } from '#lib/admin/schema.ts'

/** POST /api/staff/claim answers 204: the person is staff from the next request on. */
export const POST = defineRoute({
  access: 'session',
  free: 'no workspace spends here',
  workspace: false,
  rateLimit: CLAIM_LIMIT,
  body: claimStaffSchema,
  summary: 'Become the first staff user by the link that the launcher printed',
  maxBodyBytes: 4 * 1024,
  handle: ({ user, body }) => claimStaff(user, body.token),
})
