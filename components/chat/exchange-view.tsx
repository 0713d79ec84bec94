'use client'

import { useState } from 'react'
import { Answer, type AnswerProps, type AnswerView } from './answer.tsx'
import { AnswerStatus } from './answer-status.tsx'
import type { Exchange } from './exchanges.ts'
import { useRun } from './use-run.ts'

type Shared = Omit<AnswerProps, 'question' | 'answer' | 'usageHref'> & {
  workspaceId: string
  /** "Searching 12 documents". */
  searching: string
  onRunEnd: () => void
  /** Where the charge of a run stands. */
  toUsageHref?: (runId: string) => string
  /** Told the footnotes of an answer that is being made, so that the viewer can open them. */
  onAskAgain: () => void
}

/** One question with its answer, finished or under way; it stays the same component when the answer is complete. */
export function ExchangeView({
  exchange,
  workspaceId,
  searching,
  onRunEnd,
  toUsageHref,
  ...props
}: Shared & { exchange: Exchange }) {
  const { question, answer } = exchange
  const runId = answer?.outcome === null ? answer.runId : null
  const run = useRun({ workspaceId, runId, onEnd: onRunEnd })
  // Who has waited here hears how it ended, also once the stored message has taken the place of the run.
  const [followed, setFollowed] = useState(runId !== null)
  if (runId !== null && !followed) setFollowed(true)
  const view =
    runId === null ? (answer ?? { ...NOTHING, step: searching }) : { ...run, step: run.step ?? searching }
  return (
    <>
      {followed && <AnswerStatus answer={view} />}
      <Answer
        question={question.text}
        answer={view}
        usageHref={answer?.runId ? toUsageHref?.(answer.runId) : undefined}
        {...props}
      />
    </>
  )
}

const NOTHING: AnswerView = {
  text: '',
  outcome: null,
  sentences: [],
  citations: [],
  nearest: [],
  receipt: null,
  problem: null,
}
