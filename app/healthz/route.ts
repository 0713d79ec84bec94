export const dynamic = 'force-dynamic'

/** The process answers. Asks nobody else, so that a database that is down does not make an orchestrator restart us. */
export function GET(): Response {
  return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } })
}
