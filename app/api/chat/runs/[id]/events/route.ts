import { defineRoute } from '#app/api/_lib/define-route.ts'
import { eventStream, type ServerEvent } from '#app/api/_lib/event-stream.ts'
import { type CallerWatch, watchCaller } from '#app/api/_lib/watch-caller.ts'
import { followRun, type NumberedEvent } from '#lib/chat/index.ts'
import { chatParamsSchema, followRunSchema } from '#lib/chat/schema.ts'

/** GET …/events replays what came after `after` (or Last-Event-ID) and then follows the run to its end. */
export const GET = defineRoute({
  access: 'session-or-key',
  role: 'viewer',
  params: chatParamsSchema,
  query: followRunSchema,
  summary: 'The events of a run as server-sent events',
  handle: async ({ ctx, params, query, request, requestId }) => {
    const after = query.after ?? readLastEventId(request)
    const guard = { access: 'session-or-key', workspace: true, role: 'viewer', requestId } as const
    const watch = watchCaller(request, guard)
    try {
      const events = await followRun(ctx, params.id, { after, signal: watch.signal })
      return eventStream(toServerEvents(events, watch))
    } catch (error) {
      watch.stop()
      throw error
    }
  },
})

async function* toServerEvents(
  events: AsyncGenerator<NumberedEvent>,
  watch: CallerWatch,
): AsyncGenerator<ServerEvent> {
  try {
    for await (const { seq, event } of events) yield { id: seq, event: event.type, data: event }
  } finally {
    watch.stop()
  }
}

/** What a browser's EventSource sends when it comes back by itself. */
function readLastEventId(request: Request): number {
  const seq = Number(request.headers.get('last-event-id') ?? 0)
  return Number.isSafeInteger(seq) && seq > 0 ? seq : 0
}
