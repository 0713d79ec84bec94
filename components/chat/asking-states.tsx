'use client'

import { useRef, useState } from 'react'
import { ApiProblem } from '#lib/api-client/index.ts'
import { QUESTION_MAX_CHARACTERS } from '#lib/chat/schema.ts'
import { AskProblem } from './ask-problem.tsx'
import { Composer, type ComposerProps } from './composer.tsx'
import { makeProblem, QUESTION } from './states.ts'

const NO_CREDITS = new ApiProblem({
  ...makeProblem('quota_exceeded', 402, 'The credits of this month are used up.'),
  limit: 50,
  used: 50,
  available: 0,
  resetsAt: '2026-12-24T00:00:00.000Z',
})
const OFFLINE = new ApiProblem(makeProblem('unreachable', 0, 'Footnote could not be reached.'))

/** The composer in each of its states. */
export function AskingStates() {
  return (
    <div className="mb-12 grid gap-6">
      <Sample value="" />
      <Sample value={QUESTION} onStop={() => {}} />
      <Sample value={QUESTION} onStop={() => {}} stopping />
      <Sample value="" blocked="Add a document first" />
      <Sample value={'word '.repeat(QUESTION_MAX_CHARACTERS / 5 - 20)} />
      <Sample value={QUESTION} notice={<AskProblem error={NO_CREDITS} onRetry={() => {}} />} />
      <Sample value={QUESTION} notice={<AskProblem error={OFFLINE} onRetry={() => {}} />} />
    </div>
  )
}

function Sample({ value: initial, ...props }: Partial<ComposerProps> & { value: string }) {
  const input = useRef<HTMLTextAreaElement>(null)
  const [value, setValue] = useState(initial)
  const scope = <span className="text-ink-2 text-small">in all 12 documents</span>
  return (
    <Composer input={input} value={value} onChange={setValue} onSend={() => {}} scope={scope} {...props} />
  )
}
