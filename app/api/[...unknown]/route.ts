import * as z from 'zod'
import { defineRoute } from '#app/api/_lib/define-route.ts'
import { AppError } from '#lib/platform/errors.ts'
import { DIVERTED, METHODS } from '#lib/platform/http/divert-requests.ts'

/** What no other route answers gets the same "not found" as everything else, not a page. */
const route = defineRoute({
  access: 'public',
  params: z.object({ unknown: z.array(z.string()) }),
  summary: 'Whatever does not exist',
  handle: ({ params: { unknown } }) => {
    const [first, reason] = unknown
    throw first === DIVERTED ? toRefusal(reason) : new AppError('not_found', 'No such address.')
  },
})

function toRefusal(reason: string | undefined): AppError {
  if (reason === 'method')
    return new AppError('method_not_allowed', 'No address here takes this method.', { allow: METHODS })
  return new AppError('bad_request', 'The address holds a % that begins no valid escape.')
}

export { route as DELETE, route as GET, route as PATCH, route as POST, route as PUT }
