'use client'

import { useState } from 'react'
import { useToast } from '#components/ui/toast.tsx'
import type { Citation, Receipt as ReceiptFigures, Sentence } from '#lib/chat/schema.ts'
import { groupCitations } from './group-citations.ts'
import { Receipt } from './receipt.tsx'
import { toMarkdown } from './to-markdown.ts'

const FOOT_BUTTON = 'min-h-6 underline-offset-3 hover:text-ink hover:underline'

/** What stands below an answer: its sources, what has none, and what it cost. */
export function AnswerFoot({
  text,
  sentences,
  citations,
  receipt,
  usageHref,
  onAskAgain,
}: {
  text: string
  sentences: readonly Sentence[]
  citations: readonly Citation[]
  receipt: ReceiptFigures | null
  /** Where the entry of its charge stands. */
  usageHref?: string | undefined
  onAskAgain?: (() => void) | undefined
}) {
  const [copied, setCopied] = useState(false)
  const showToast = useToast()
  const withoutSource = sentences.filter(({ verdict }) => verdict === 'unsupported').length
  const copy = () =>
    navigator.clipboard.writeText(toMarkdown({ text, sentences, citations })).then(
      () => {
        setCopied(true)
        showToast({ title: 'Copied with its sources' })
      },
      () => showToast({ title: 'The browser did not allow copying' }),
    )
  return (
    <div className="mt-5 flex flex-wrap items-baseline gap-x-4 gap-y-1 border-rule border-t pt-2 text-ink-3 text-small">
      <span>{count(groupCitations(citations).length, 'source')}</span>
      {withoutSource > 0 && <span>{count(withoutSource, 'sentence')} without a source</span>}
      <button type="button" className={FOOT_BUTTON} onClick={copy}>
        {copied ? 'Copied' : 'Copy'}
      </button>
      {onAskAgain && (
        <button type="button" className={FOOT_BUTTON} onClick={onAskAgain}>
          Ask again
        </button>
      )}
      {receipt && (
        <div className="ml-auto">
          <Receipt receipt={receipt} usageHref={usageHref} />
        </div>
      )}
    </div>
  )
}

function count(value: number, noun: string): string {
  return `${value.toLocaleString('en', { maximumFractionDigits: 3 })} ${value === 1 ? noun : `${noun}s`}`
}
