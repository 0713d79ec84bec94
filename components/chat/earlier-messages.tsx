'use client'

import { type RefObject, useLayoutEffect, useRef } from 'react'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { Button } from '#components/ui/button.tsx'
import type { ConversationDetail } from '#lib/chat/schema.ts'
import { useEarlierMessages } from './queries.ts'

/** Loads the messages before the first one that is shown; what is being read stays where it is on the screen. */
export function EarlierMessages({
  workspaceId,
  conversation,
  scrollRef,
}: {
  workspaceId: string
  conversation: ConversationDetail
  scrollRef: RefObject<HTMLElement | null>
}) {
  const { earlierCursor } = conversation
  const fromBottom = useRef<number | null>(null)
  const keepPlace = () => {
    const scroller = scrollRef.current
    fromBottom.current = scroller && scroller.scrollHeight - scroller.scrollTop
  }
  const { mutate, isPending, error } = useEarlierMessages(workspaceId, conversation.id, keepPlace)
  const firstId = conversation.messages[0]?.id

  // biome-ignore lint/correctness/useExhaustiveDependencies: when the first message is another one
  useLayoutEffect(() => {
    const scroller = scrollRef.current
    if (scroller && fromBottom.current !== null)
      scroller.scrollTop = scroller.scrollHeight - fromBottom.current
    fromBottom.current = null
  }, [firstId])

  if (earlierCursor === null) return null
  const load = () => mutate(earlierCursor)
  return (
    <div className="grid justify-items-center gap-3">
      {error && <ProblemNotice error={error} onRetry={load} />}
      <Button size="small" onClick={load} pending={isPending}>
        {isPending ? 'Loading…' : 'Earlier messages'}
      </Button>
    </div>
  )
}
