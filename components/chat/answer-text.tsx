'use client'

import { type ComponentProps, memo, type ReactNode, useMemo } from 'react'
import Markdown, { type Components } from 'react-markdown'
import { classNames } from '#components/ui/class-names.ts'
import type { Sentence } from '#lib/chat/schema.ts'
import { ANSWER_SYNTAX } from './answer-syntax.ts'
import { FootnoteMarker } from './footnote-marker.tsx'
import { useFootnotes } from './footnotes.tsx'
import { sentenceSpans } from './sentence-spans.ts'

/** The text of an answer: Markdown that loads nothing from anywhere, its sentences tied to their footnotes. */
export const AnswerText = memo(function AnswerText({
  text,
  sentences,
}: {
  text: string
  sentences: readonly Sentence[]
}) {
  const plugins = useMemo(() => [...ANSWER_SYNTAX, sentenceSpans(sentences)], [sentences])
  return (
    <div className="prose-answer">
      <Markdown remarkPlugins={plugins} components={COMPONENTS} urlTransform={onlyWeb}>
        {text}
      </Markdown>
    </div>
  )
})

const COMPONENTS: Components = { span: Span, img: Picture, a: OutsideLink }

type SpanProps = ComponentProps<'span'> & { 'data-sentence'?: string; 'data-tail'?: string; node?: unknown }

function Span({ 'data-sentence': index, 'data-tail': tail, node: _node, children, ...rest }: SpanProps) {
  if (index === undefined) return <span {...rest}>{children}</span>
  return (
    <SentencePart index={Number(index)} isTail={tail !== undefined}>
      {children}
    </SentencePart>
  )
}

function SentencePart({ index, isTail, children }: { index: number; isTail: boolean; children: ReactNode }) {
  const { sentences, footnotes, isLit, light } = useFootnotes()
  const sentence = sentences[index]
  if (!sentence) return children
  const ids = sentence.citationIds
  const unsupported = sentence.verdict === 'unsupported'
  const words = (
    <span
      onPointerEnter={() => light(ids)}
      onPointerLeave={() => light([])}
      className={classNames(
        'rounded-mark [box-decoration-break:clone] [-webkit-box-decoration-break:clone]',
        ids.some(isLit) && 'bg-marker-soft',
        unsupported && 'text-ink-2 underline decoration-ink-3 decoration-dotted underline-offset-4',
      )}
    >
      {children}
    </span>
  )
  if (!isTail) return words
  return (
    <span className="whitespace-nowrap">
      {words}
      {unsupported && (
        <span className="ml-1.5 align-[0.1em] font-sans text-[0.6875rem] text-ink-3">no source</span>
      )}
      {footnotes
        .filter((citations) => citations.some(({ id }) => ids.includes(id)))
        .map((citations) => (
          <FootnoteMarker key={citations[0].id} citations={citations} />
        ))}
    </span>
  )
}

/** A picture named by the text would tell its server who reads; its description stands instead. */
function Picture({ alt }: ComponentProps<'img'>) {
  return alt ? <span className="text-ink-2">[picture: {alt}]</span> : null
}

/** Where a link leads stands beside its words. */
function OutsideLink({ href, children }: ComponentProps<'a'>) {
  const host = hostOf(href)
  if (!href || !host) return <span>{children}</span>
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="text-accent underline underline-offset-3"
    >
      {children}
      <span className="font-sans text-ink-3 text-small"> ({host})</span>
    </a>
  )
}

function onlyWeb(url: string): string {
  return hostOf(url) ? url : ''
}

function hostOf(url: string | undefined): string | null {
  if (!url || !URL.canParse(url)) return null
  const { protocol, host } = new URL(url)
  return protocol === 'https:' || protocol === 'http:' ? host : null
}
