import { createHash, timingSafeEqual } from 'node:crypto'
import { problemResponse } from '#app/api/_lib/problem-response.ts'
import { withApiHeaders } from '#app/api/_lib/respond.ts'
import { renderPlatformMetrics } from '#lib/admin/index.ts'
import { env } from '#lib/platform/env.ts'
import { AppError } from '#lib/platform/errors.ts'
import { isAskedHere } from '#lib/platform/http/is-asked-here.ts'
import { createId } from '#lib/platform/id.ts'
import { renderProcessMetrics } from '#lib/platform/metrics.ts'

export const dynamic = 'force-dynamic'

const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** Figures for Prometheus: of this process, and of all workspaces together. Never content, never an id. */
export async function GET(request: Request): Promise<Response> {
  const requestId = createId()
  try {
    assertReader(request)
    const text = [await renderProcessMetrics(), await renderPlatformMetrics()].join('\n')
    return withApiHeaders(new Response(text, { headers: { 'content-type': CONTENT_TYPE } }), requestId)
  } catch (error) {
    return problemResponse(error, requestId)
  }
}

/** By METRICS_TOKEN; without one only on a laptop, where nobody else can ask. */
function assertReader(request: Request): void {
  const { metricsToken, isProduction } = env()
  if (metricsToken === null) {
    if (isProduction || !isAskedHere(request.headers.get('host')))
      throw new AppError('not_found', 'Set METRICS_TOKEN to open this address.')
    return
  }
  const [, given = ''] = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
  if (!timingSafeEqual(digest(given), digest(metricsToken)))
    throw new AppError('unauthenticated', 'Send the token of METRICS_TOKEN as a bearer token.')
}

/** Of one length whatever was given, which the comparison needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
