import { withApiHeaders } from '#app/api/_lib/respond.ts'
import { createId } from '#lib/platform/id.ts'
import { checkReadiness } from '#lib/platform/readiness.ts'

export const dynamic = 'force-dynamic'

/** Whether requests can be served: database, storage and queue. Says only which one is not well, the log says why. */
export async function GET(): Promise<Response> {
  const { isReady, checks } = await checkReadiness()
  const body = { status: isReady ? 'ok' : 'unavailable', checks }
  return withApiHeaders(Response.json(body, { status: isReady ? 200 : 503 }), createId())
}
