import { defineRoute } from '#app/api/_lib/define-route.ts'
import { listOwnSessions } from '#lib/auth/index.ts'
import { sessionListSchema } from '#lib/auth/schema.ts'

export const GET = defineRoute({
  access: 'session',
  workspace: false,
  response: sessionListSchema,
  summary: 'Where the person is signed in',
  handle: ({ user }) => listOwnSessions(user),
})
