import { checkReadiness } from '#lib/platform/readiness.ts'

export const dynamic = 'force-dynamic'

/** Whether requests can be served: database, storage and queue. Says only which one is not well, the log says why. */
export async function GET(): Promise<Response> {
  const { isReady, checks } = await checkReadiness()
  return Response.json(
    { status: isReady ? 'ok' : 'unavailable', checks },
    { status: isReady ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  )
}
