import * as z from 'zod'
import { defineRoute } from '#app/api/_lib/define-route.ts'
import { listLedger } from '#lib/admin/index.ts'
import { ledgerPageSchema, listPageSchema } from '#lib/admin/schema.ts'

export const GET = defineRoute({
  access: 'staff',
  params: z.object({ id: z.uuid() }),
  query: listPageSchema,
  response: ledgerPageSchema,
  summary: 'The ledger of a workspace, the last entry first',
  handle: ({ user, params, query }) => listLedger(user, params.id, query),
})
