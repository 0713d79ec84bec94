import type { NextRequest } from 'next/server'
import { assertSameOrigin } from '#app/api/_lib/assert-same-origin.ts'
import { capBody } from '#app/api/_lib/cap-body.ts'
import { limitRate } from '#app/api/_lib/limit-rate.ts'
import { SIGN_IN_LIMIT } from '#app/api/_lib/limits.ts'
import { logAnswer } from '#app/api/_lib/log-answer.ts'
import { problemResponse } from '#app/api/_lib/problem-response.ts'
import { withApiHeaders } from '#app/api/_lib/respond.ts'
import { handleNextAuth } from '#lib/access/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { createId } from '#lib/platform/id.ts'

const MAX_BODY_BYTES = 16 * 1024
/** What our pages call. Anything else next-auth would answer in its own words, with 500 for some. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  GET: ['csrf', 'error', 'providers', 'session', 'signin', 'signout'],
  POST: ['callback/credentials', 'signin/credentials', 'signout'],
}

type Context = { params: Promise<{ nextauth: string[] }> }

/** next-auth speaks its own protocol, so defineRoute does not fit; the guards around it are the same. */
async function answer(request: NextRequest, context: Context): Promise<Response> {
  const requestId = createId()
  const startedAt = performance.now()
  const response = await guarded(request, context, requestId).catch((error: unknown) =>
    problemResponse(error, requestId),
  )
  const ms = performance.now() - startedAt
  await logAnswer(request, response, { requestId, ms, params: context.params })
  return response
}

async function guarded(request: NextRequest, context: Context, requestId: string): Promise<Response> {
  const { nextauth } = await context.params
  if (request.method === 'POST') assertSameOrigin(request)
  if (!ACTIONS[request.method]?.includes(nextauth.join('/')))
    throw new AppError('not_found', 'No such address.')
  let body: Uint8Array | null = null
  if (request.method === 'POST') {
    if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers.get('content-type') ?? ''))
      throw new AppError('unsupported_media_type', 'Send the form as application/x-www-form-urlencoded.')
    body = await capBody(request, MAX_BODY_BYTES)
    await limitRate(request, SIGN_IN_LIMIT, { user: null, ctx: null })
  }
  return withApiHeaders(await handleNextAuth(request, context, body), requestId)
}

export { answer as GET, answer as POST }
