import { type ComponentProps, createContext, useContext, useMemo } from 'react'
import Markdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { markedMarkdown } from './marked-markdown.ts'
import { RangeMark } from './range-mark.tsx'
import type { MarkedRange } from './text-segments.ts'

interface MarkdownPageProps {
  readonly text: string
  readonly ranges: readonly MarkedRange[]
  readonly activeId: string | null
  readonly fontSize: number
}

/** A page of Markdown, set as a page; loads nothing from anywhere and leads nowhere. */
export function MarkdownPage({ text, ranges, activeId, fontSize }: MarkdownPageProps) {
  const plugins = useMemo(() => [remarkGfm, markedMarkdown(ranges)], [ranges])
  const context = useMemo(() => ({ ranges, activeId }), [ranges, activeId])
  return (
    <Marks value={context}>
      <div className={`prose-answer text-ink ${LOOK}`} style={{ fontSize }}>
        <Markdown remarkPlugins={plugins} components={COMPONENTS} urlTransform={() => ''}>
          {text}
        </Markdown>
      </div>
    </Marks>
  )
}

const LOOK =
  '[&>*]:[unicode-bidi:plaintext] [&_h1]:mt-[1.1em]! [&_h1]:text-[1.5em]! [&_h1]:leading-tight! [&_h2]:text-[1.22em]! [&_h3]:text-[1.08em]! [&>:first-child]:mt-0! [&_table]:text-[0.82em]! [&_pre]:text-[0.95em]! [&_input]:mr-1.5'

const Marks = createContext<Pick<MarkdownPageProps, 'ranges' | 'activeId'>>({ ranges: [], activeId: null })

const COMPONENTS: Components = { mark: Mark, a: LinkWords }

type MarkProps = ComponentProps<'mark'> & { 'data-range'?: string; 'data-first'?: string }

function Mark({ 'data-range': index, 'data-first': first, children }: MarkProps) {
  const { ranges, activeId } = useContext(Marks)
  const range = ranges[Number(index)]
  if (!range) return children
  return (
    <RangeMark range={range} first={first !== undefined} active={range.id === activeId}>
      {children}
    </RangeMark>
  )
}

/** A document is read here, not travelled: its links are words. */
function LinkWords({ children }: ComponentProps<'a'>) {
  return <span className="underline decoration-rule underline-offset-3">{children}</span>
}
