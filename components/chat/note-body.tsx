import { Fragment } from 'react'
import { classNames } from '#components/ui/class-names.ts'
import { type Citation, toPlainQuote } from '#lib/chat/schema.ts'
import { toPages } from './to-pages.ts'

const CONTEXT_CHARACTERS = 64

/** Number, quotes in their context, and verdict: what a sidenote, a popover and the sheet all show. */
export function NoteBody({
  citations,
  onOpen,
  clamp = false,
}: {
  citations: readonly [Citation, ...Citation[]]
  onOpen: (() => void) | null
  clamp?: boolean
}) {
  const [citation, ...more] = citations
  const last = more.at(-1) ?? citation
  const place = `${citation.documentName}, ${toPages(citations.map(({ page }) => page))}`
  const toWords = citation.mediaType === 'text/markdown' ? toPlainQuote : asWritten
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-1.5">
      <span aria-hidden="true" className="mt-[3px] font-[560] text-[0.6875rem] text-accent">
        {citation.marker}
      </span>
      <q
        className={classNames(
          'mb-1 block font-serif text-ink text-quote [overflow-wrap:anywhere] [quotes:"“"_"”"]',
          clamp && 'line-clamp-6',
        )}
      >
        <span data-before="">{lastWords(toWords(citation.before))}</span>
        <mark>{toWords(citation.quote)}</mark>
        {more.map(({ id, quote }) => (
          <Fragment key={id}>
            {' … '}
            <mark>{toWords(quote)}</mark>
          </Fragment>
        ))}
        {firstWords(toWords(last.after))}
      </q>
      <span className="col-start-2 text-ink-2 [overflow-wrap:anywhere]">
        {onOpen ? (
          <button
            type="button"
            onClick={onOpen}
            className="text-left underline-offset-3 hover:text-accent hover:underline"
          >
            {place}
          </button>
        ) : (
          place
        )}
        {' · '}
        <VerdictWord verdict={citation.verdict} />
      </span>
    </div>
  )
}

/** A sign and words beside the colour. */
export function VerdictWord({ verdict }: { verdict: Citation['verdict'] }) {
  return verdict === 'exact' ? (
    <span className="whitespace-nowrap text-ok">= exact words</span>
  ) : (
    <span className="whitespace-nowrap">≈ supported</span>
  )
}

function asWritten(text: string): string {
  return text
}

function lastWords(text: string): string {
  if (text.length <= CONTEXT_CHARACTERS) return text
  const tail = text.slice(-CONTEXT_CHARACTERS)
  return `… ${tail.slice(tail.indexOf(' ') + 1)}`
}

function firstWords(text: string): string {
  if (text.length <= CONTEXT_CHARACTERS) return text
  const head = text.slice(0, CONTEXT_CHARACTERS)
  return `${head.slice(0, Math.max(0, head.lastIndexOf(' ')))} …`
}
