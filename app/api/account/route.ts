import { defineRoute } from '#app/api/_lib/define-route.ts'
import { SETTINGS_LIMIT } from '#app/api/_lib/limits.ts'
import { getAccount, updateAccount } from '#lib/auth/index.ts'
import { accountSchema, updateAccountSchema } from '#lib/auth/schema.ts'

export const GET = defineRoute({
  access: 'session',
  workspace: false,
  response: accountSchema,
  summary: 'The signed-in person',
  handle: ({ user }) => getAccount(user),
})

export const PATCH = defineRoute({
  access: 'session',
  free: 'a person’s own account',
  workspace: false,
  rateLimit: SETTINGS_LIMIT,
  body: updateAccountSchema,
  response: accountSchema,
  summary: 'Change the name',
  handle: ({ user, body }) => updateAccount(user, body),
})
