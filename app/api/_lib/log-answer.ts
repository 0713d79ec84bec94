import { log } from '#lib/platform/log.ts'
import { observeCall } from '#lib/platform/metrics.ts'
import { toRouteTemplate } from './route-template.ts'

/** One line for each call, and its figures for /metrics. The query is left out: plain navigations and mailed links carry more there than a log needs. */
export async function logAnswer(
  request: Request,
  response: Response,
  { params, ...facts }: { requestId: string; ms: number; params: Promise<unknown> },
): Promise<void> {
  const { pathname } = new URL(request.url)
  const line = {
    ...facts,
    ms: Math.round(facts.ms),
    method: request.method,
    path: pathname,
    status: response.status,
  }
  log.info(line, 'answered')
  const route = toRouteTemplate(pathname, toRecord(await params))
  observeCall({ method: request.method, route, status: response.status, ms: facts.ms })
}

/** A route without parameters is given none. */
function toRecord(params: unknown): Record<string, unknown> {
  return typeof params === 'object' && params !== null ? { ...params } : {}
}
