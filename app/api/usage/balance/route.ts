import { defineRoute } from '#app/api/_lib/define-route.ts'
import { getBalance } from '#lib/usage/index.ts'
import { usageBalanceSchema } from '#lib/usage/schema.ts'

export const GET = defineRoute({
  access: 'session-or-key',
  role: 'viewer',
  response: usageBalanceSchema,
  summary: 'Why the balance is what it is: the credits that hold now, and what became of each',
  handle: ({ ctx }) => getBalance(ctx),
})
