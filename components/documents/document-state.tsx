import { Progress } from '#components/ui/progress.tsx'
import type { Document } from '#lib/documents/schema.ts'
import { formatPages, formatRemaining } from './format.ts'
import { isPlanRefusal } from './plan-refusal.ts'

/** Where a document stands, counted by the worker page by page. */
export function DocumentState({ document }: { document: Document }) {
  if (document.status === 'failed') return <Failure document={document} />
  if (document.status === 'ready') return <span>Ready</span>
  const done = document.stage === 'index' ? document.searchablePages : document.pagesDone
  const counted = document.status === 'processing' && document.pageCount !== null && done > 0
  return (
    <>
      <span>{describeProgress(document)}</span>
      {document.searchablePages > 0 && (
        <small className="block text-ink-3 text-tiny">You can ask about it already.</small>
      )}
      <Progress
        label={`Reading ${document.name}`}
        value={counted ? done : null}
        max={document.pageCount ?? 1}
        className="mt-1.5 max-w-72"
      />
    </>
  )
}

function describeProgress(document: Document): string {
  const { status, stage, pageCount, pagesDone, searchablePages, queuePosition, remainingSeconds } = document
  if (status === 'queued')
    return queuePosition && queuePosition > 1 ? `Waiting, number ${queuePosition}` : 'Waiting'
  const rest = remainingSeconds ? `, about ${formatRemaining(remainingSeconds)} left` : ''
  if (stage === 'detect' || !pageCount) return 'Looking at the file'
  if (stage === 'parse') return `Reading page ${place(pagesDone, pageCount)}${rest}`
  return `Indexing page ${place(searchablePages, pageCount)}${rest}`
}

/** The page after the last one that is done: "418 of 1,204". */
function place(done: number, pageCount: number): string {
  return `${Math.min(done + 1, pageCount).toLocaleString('en')} of ${pageCount.toLocaleString('en')}`
}

function Failure({ document }: { document: Document }) {
  return (
    <span className="block">
      {/* What the plan did not take is no fault of the file. */}
      <span className={isPlanRefusal(document) ? '' : 'text-bad'}>{document.failure?.text}</span>
      <small className="block text-ink-2 text-tiny">{document.failure?.remedy}</small>
    </span>
  )
}

/** Under the name of a ready document: pages that gave no words, or strange ones. */
export function DocumentWeakness({ document }: { document: Document }) {
  const weak = [...(document.report?.emptyPages ?? []), ...(document.report?.garbledPages ?? [])]
  if (document.status !== 'ready' || weak.length === 0) return null
  return (
    <small className="block text-ink-3 text-tiny">
      weak on {weak.length === 1 ? 'page' : `${weak.length} pages:`} {formatPages(weak)}
    </small>
  )
}
