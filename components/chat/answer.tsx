'use client'

import dynamic from 'next/dynamic'
import { useEffect, useRef } from 'react'
import { classNames } from '#components/ui/class-names.ts'
import { Notice } from '#components/ui/notice.tsx'
import type { Citation, Message, NearestPassage } from '#lib/chat/schema.ts'
import { AnswerFoot } from './answer-foot.tsx'
import { AnswerProblem } from './answer-problem.tsx'
import { FootnotesProvider } from './footnotes.tsx'
import { Receipt } from './receipt.tsx'
import { Refusal } from './refusal.tsx'
import { Sidenotes } from './sidenotes.tsx'

// The reader of Markdown is heavy and comes after the page; an answer from the server is in the page all the same.
const loadAnswerText = () => import('./answer-text.tsx').then((module) => module.AnswerText)
const AnswerText = dynamic(loadAnswerText)

/** An answer as far as it has come; a finished message is one. */
export type AnswerView = Pick<
  Message,
  'text' | 'outcome' | 'sentences' | 'citations' | 'nearest' | 'receipt' | 'problem'
> & {
  /** What is being done before the first words, e.g. "Searching 12 documents". */
  step?: string | null
}

export interface AnswerProps {
  question: string
  answer: AnswerView
  selectedCitationId?: string | null
  viewerOpen?: boolean
  /** Where the entry of its charge stands. */
  usageHref?: string | undefined
  onOpenCitation?: ((citation: Citation) => void) | undefined
  onOpenPassage?: ((passage: NearestPassage) => void) | undefined
  onAskAgain?: (() => void) | undefined
  /** Offered with a refusal that was asked about some documents only. */
  onSearchAll?: (() => void) | undefined
}

/** Question and answer as a set page with its notes in the margin. */
export function Answer({
  question,
  answer,
  selectedCitationId = null,
  viewerOpen = false,
  usageHref,
  onOpenCitation,
  onOpenPassage,
  onAskAgain,
  onSearchAll,
}: AnswerProps) {
  const body = useRef<HTMLDivElement>(null)
  const running = answer.outcome === null
  // While the passages are searched, so that it is there before the first words are.
  useEffect(() => void loadAnswerText().catch(() => {}), [])
  const openById = (id: string) => {
    const citation = answer.citations.find((one) => one.id === id)
    if (citation) onOpenCitation?.(citation)
  }
  return (
    <FootnotesProvider
      citations={answer.citations}
      sentences={answer.sentences}
      selectedId={selectedCitationId}
      viewerOpen={viewerOpen}
      onOpen={onOpenCitation ? openById : null}
    >
      <article
        aria-busy={running}
        className={classNames(
          'grid justify-center gap-x-11',
          viewerOpen
            ? 'grid-cols-[minmax(0,35rem)]'
            : 'margin:grid-cols-[minmax(0,41.25rem)_16.5rem] grid-cols-[minmax(0,41.25rem)]',
        )}
      >
        <div ref={body} className="min-w-0">
          <h2 className="mb-4.5 text-balance font-serif text-[1.375rem] leading-[1.28] tracking-[-0.012em] [overflow-wrap:anywhere] sm:text-title">
            {question}
          </h2>
          {answer.outcome === 'refused' ? (
            <Refusal
              question={question}
              nearest={answer.nearest}
              receipt={answer.receipt}
              usageHref={usageHref}
              onOpen={onOpenPassage}
              onSearchAll={onSearchAll}
            />
          ) : (
            <>
              {answer.text && <AnswerText text={answer.text} sentences={answer.sentences} />}
              {running && !answer.text && (
                <p className="text-ink-2">
                  {answer.step ?? 'Searching'}
                  <span aria-hidden="true">…</span>
                </p>
              )}
              <Ending answer={answer} usageHref={usageHref} onAskAgain={onAskAgain} />
            </>
          )}
        </div>
        <Sidenotes answer={body} running={running} />
      </article>
    </FootnotesProvider>
  )
}

function Ending({
  answer,
  usageHref,
  onAskAgain,
}: {
  answer: AnswerView
  usageHref: string | undefined
  onAskAgain: (() => void) | undefined
}) {
  const { outcome, text, sentences, citations, receipt, problem } = answer
  if (outcome === null) return null
  return (
    <>
      {outcome === 'stopped' && (
        <Notice title="You stopped this answer" announce={false} className="mt-5">
          <p>{text ? 'What was written so far stays.' : 'Nothing was written and nothing was charged.'}</p>
        </Notice>
      )}
      {(outcome === 'failed' || outcome === 'interrupted') && (
        <AnswerProblem outcome={outcome} problem={problem} hasText={text !== ''} onRetry={onAskAgain} />
      )}
      {text === '' && receipt && (
        <div className="mt-5 flex justify-end">
          <Receipt receipt={receipt} usageHref={usageHref} />
        </div>
      )}
      {text !== '' && (
        <AnswerFoot
          text={text}
          sentences={sentences}
          citations={citations}
          receipt={receipt}
          usageHref={usageHref}
          onAskAgain={onAskAgain}
        />
      )}
    </>
  )
}
