import type { NextRequest } from 'next/server'
import { countRefusal } from '#app/api/_lib/count-refusal.ts'
import { guardRequest } from '#app/api/_lib/guard-request.ts'
import { limitRate } from '#app/api/_lib/limit-rate.ts'
import { UPLOAD_LIMIT } from '#app/api/_lib/limits.ts'
import { logAnswer } from '#app/api/_lib/log-answer.ts'
import { problemResponse } from '#app/api/_lib/problem-response.ts'
import { withApiHeaders } from '#app/api/_lib/respond.ts'
import { handleUpload } from '#lib/documents/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { createId } from '#lib/platform/id.ts'

/** Resumable uploads speak tus 1.0, which defineRoute does not; authentication, origin check and problems are the same. */
async function answer(
  request: NextRequest,
  context: { params: Promise<{ id?: string[] }> },
): Promise<Response> {
  const requestId = createId()
  const startedAt = performance.now()
  const response = await upload(request, requestId).catch((error: unknown) =>
    problemResponse(error, requestId),
  )
  const ms = performance.now() - startedAt
  await logAnswer(request, response, { requestId, ms, params: context.params })
  return response
}

async function upload(request: NextRequest, requestId: string): Promise<Response> {
  const caller = await guardRequest(request, {
    access: 'session-or-key',
    workspace: true,
    role: 'member',
    requestId,
  })
  const { ctx } = caller
  if (!ctx) throw new AppError('unauthenticated', 'Sign in to upload.')
  await limitRate(request, UPLOAD_LIMIT, caller)
  return withApiHeaders(await countRefusal(caller, () => handleUpload(ctx, request)), requestId)
}

export { answer as DELETE, answer as HEAD, answer as OPTIONS, answer as PATCH, answer as POST }
