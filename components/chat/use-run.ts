'use client'

import { useEffect, useEffectEvent, useReducer } from 'react'
import { readEventStream } from '#lib/api-client/index.ts'
import { type RunEvent, runEventSchema } from '#lib/chat/schema.ts'
import { EMPTY_RUN, type RunState, reduceRun } from './run-state.ts'

interface Run {
  workspaceId: string
  /** null: there is nothing to follow. */
  runId: string | null
  /** After the last event: what is stored counts now. */
  onEnd: () => void
}

/** Follows a run from its first event; a reload replays what was there and goes on. Leaving does not stop the run. */
export function useRun({ workspaceId, runId, onEnd }: Run): RunState {
  const [state, dispatch] = useReducer(reduceRun, EMPTY_RUN)
  const end = useEffectEvent(onEnd)
  useEffect(() => {
    if (runId === null) return
    const controller = new AbortController()
    const follow = async () => {
      dispatch({ type: 'begin' })
      const path = `/api/chat/runs/${runId}/events`
      const isLast = ({ event }: { event: string }) => event === 'done' || event === 'error'
      for await (const { data } of readEventStream(path, {
        workspaceId,
        isLast,
        signal: controller.signal,
      })) {
        const event = parseEvent(data)
        if (event && !controller.signal.aborted) dispatch(event)
      }
    }
    // A refusal of the stream leaves the stored message to say what became of it.
    follow()
      .catch(() => {})
      .finally(() => {
        if (!controller.signal.aborted) end()
      })
    return () => controller.abort()
  }, [workspaceId, runId])
  return state
}

/** An event of a newer server than this page is passed over. */
function parseEvent(data: unknown): RunEvent | null {
  return runEventSchema.safeParse(data).data ?? null
}
