'use client'

import { Answer, type AnswerProps, type AnswerView } from './answer.tsx'
import { AnswerStatus } from './answer-status.tsx'
import type { Exchange } from './exchanges.ts'
import { useRun } from './use-run.ts'

type Shared = Omit<AnswerProps, 'question' | 'answer'> & {
  workspaceId: string
  /** "Searching 12 documents". */
  searching: string
  onRunEnd: () => void
  /** Told the footnotes of an answer that is being made, so that the viewer can open them. */
  onAskAgain: () => void
}

/** One question with its answer, finished or under way. */
export function ExchangeView({ exchange, ...shared }: Shared & { exchange: Exchange }) {
  const { question, answer } = exchange
  if (answer?.outcome === null && answer.runId !== null) {
    return <RunningExchange question={question.text} runId={answer.runId} {...shared} />
  }
  const { workspaceId: _w, searching, onRunEnd: _e, ...props } = shared
  const view: AnswerView = answer ?? { ...NOTHING, step: searching }
  return <Answer question={question.text} answer={view} {...props} />
}

function RunningExchange({
  question,
  runId,
  workspaceId,
  searching,
  onRunEnd,
  ...props
}: Shared & { question: string; runId: string }) {
  const state = useRun({ workspaceId, runId, onEnd: onRunEnd })
  const answer = { ...state, step: state.step ?? searching }
  return (
    <>
      <AnswerStatus answer={answer} />
      <Answer question={question} answer={answer} {...props} />
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
