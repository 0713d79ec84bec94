import * as z from 'zod'
import { defineRoute } from '#app/api/_lib/define-route.ts'
import { AppError } from '#lib/platform/errors.ts'

/** What no other route answers gets the same "not found" as everything else, not a page. */
const route = defineRoute({
  access: 'public',
  params: z.object({ unknown: z.array(z.string()) }),
  summary: 'Whatever does not exist',
  handle: () => {
    throw new AppError('not_found', 'No such address.')
  },
})

export { route as DELETE, route as GET, route as PATCH, route as POST, route as PUT }
