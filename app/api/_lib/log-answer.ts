import { log } from '#lib/platform/log.ts'

/** One line for each call. The query is left out: plain navigations and mailed links carry more there than a log needs. */
export function logAnswer(
  request: Request,
  response: Response,
  facts: { requestId: string; ms: number },
): void {
  const { pathname } = new URL(request.url)
  const line = {
    ...facts,
    ms: Math.round(facts.ms),
    method: request.method,
    path: pathname,
    status: response.status,
  }
  log.info(line, 'answered')
}
