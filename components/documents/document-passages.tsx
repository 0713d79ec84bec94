import { Button } from '#components/ui/button.tsx'
import { Progress } from '#components/ui/progress.tsx'
import type { Document } from '#lib/documents/schema.ts'
import {
  capitalise,
  describePassages,
  describeReindex,
  isReindexing,
  PASSAGE_WORDS,
} from './passage-length.ts'

interface DocumentPassagesProps {
  readonly document: Document
  readonly onPassages: (document: Document) => void
}

/** Under the state of a ready document: passages that are being made anew, could not be, or were paid for. */
export function DocumentPassages({ document, onPassages }: DocumentPassagesProps) {
  if (document.status !== 'ready') return null
  const { reindex } = document
  if (reindex && isReindexing(document)) {
    const isCounted = reindex.status === 'processing' && reindex.pagesDone > 0
    return (
      <>
        <small className="block text-ink-3 text-tiny">{describeReindex(document)}</small>
        <Progress
          label={`Making passages of ${document.name}`}
          value={isCounted ? reindex.pagesDone : null}
          max={reindex.pageCount ?? 1}
          className="mt-1.5 max-w-72"
        />
      </>
    )
  }
  if (reindex?.failure) {
    return (
      <small className="block text-tiny">
        <span className="text-bad">
          {capitalise(PASSAGE_WORDS[reindex.chunkSize].name)} could not be made. {reindex.failure.text}
        </span>{' '}
        <span className="text-ink-2">Nothing was charged.</span>{' '}
        <Button
          size="small"
          variant="link"
          className="!border-0 font-normal"
          onClick={() => onPassages(document)}
        >
          Try again
        </Button>
      </small>
    )
  }
  const text = describePassages(document)
  return text && <small className="block text-ink-3 text-tiny">{text}</small>
}
