'use client'

import { useEffect, useRef, useState } from 'react'
import type { AnswerView } from './answer.tsx'
import { groupCitations } from './group-citations.ts'

const BATCH_MS = 500

/** What a screen reader hears of an answer: that it is coming, its sentences in batches, and that it is complete. */
export function AnswerStatus({ answer }: { answer: AnswerView }) {
  const [spoken, setSpoken] = useState('Answering')
  const said = useRef(0)
  const latest = useRef(answer)
  latest.current = answer
  const running = answer.outcome === null

  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => {
      const { text, sentences } = latest.current
      const fresh = sentences.slice(said.current)
      if (fresh.length === 0) return
      said.current = sentences.length
      setSpoken(fresh.map(({ start, end }) => text.slice(start, end)).join(' '))
    }, BATCH_MS)
    return () => clearInterval(timer)
  }, [running])

  return (
    <p role="status" className="sr-only">
      {running ? spoken : toEnding(answer)}
    </p>
  )
}

function toEnding({ outcome, citations }: AnswerView): string {
  if (outcome === 'refused') return 'Not found in your documents'
  if (outcome === 'stopped') return 'Answer stopped'
  if (outcome === 'failed' || outcome === 'interrupted') return 'The answer broke off'
  const sources = groupCitations(citations).length
  return `Answer complete, ${sources} ${sources === 1 ? 'source' : 'sources'}`
}
