import { withApiHeaders } from '#app/api/_lib/respond.ts'
import { createId } from '#lib/platform/id.ts'

export const dynamic = 'force-dynamic'

/** The process answers. Asks nobody else, so that a database that is down does not make an orchestrator restart us. */
export function GET(): Response {
  return withApiHeaders(Response.json({ status: 'ok' }), createId())
}
