import { after } from 'next/server'
import { defineRoute } from '#app/api/_lib/define-route.ts'
import { RUN_LIMIT } from '#app/api/_lib/limits.ts'
import { readIdempotencyKey } from '#app/api/_lib/read-idempotency-key.ts'
import { quotaHeaders } from '#lib/billing/index.ts'
import { startRun } from '#lib/chat/index.ts'
import { chatParamsSchema, createRunSchema, runCreatedSchema } from '#lib/chat/schema.ts'

/** POST …/runs answers 202: the question is stored and its credits are held, the answer is being made. */
export const POST = defineRoute({
  access: 'session-or-key',
  role: 'member',
  rateLimit: RUN_LIMIT,
  meter: 'credits',
  params: chatParamsSchema,
  body: createRunSchema,
  response: runCreatedSchema,
  status: 202,
  summary: 'Ask a question; the same Idempotency-Key gives the same run',
  handle: async ({ ctx, params, body, headers, request, requestId }) => {
    const run = await startRun(ctx, params.id, body, readIdempotencyKey(request) ?? requestId)
    // The answer goes on when this response is sent, and the process waits for its settlement.
    after(() => run.finished)
    headers.set('location', `/api/chat/runs/${run.runId}`)
    for (const [name, value] of Object.entries(run.balance ? quotaHeaders(run.balance) : {}))
      headers.set(name, value)
    return run
  },
})
