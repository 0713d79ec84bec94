'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { meQuery } from '#components/account/queries.ts'
import { usePaywall } from '#components/billing/paywall.tsx'
import { toQuotaProblem } from '#components/billing/wall.ts'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { toProblem } from '#components/layout/problem-text.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogActions, DialogContent } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { ApiProblem } from '#lib/api-client/index.ts'
import type { Quote } from '#lib/billing/schema.ts'
import type { ChunkSize, Document } from '#lib/documents/schema.ts'
import { PassageChoice } from './passage-choice.tsx'
import { countCredits, describePrice, describeReindex, describeRest, isReindexing } from './passage-length.ts'
import { reindexQuoteQuery, useReindexDocument } from './passage-queries.ts'

interface PassageLengthDialogProps {
  readonly workspaceId: string
  readonly document: Document
  readonly onClose: () => void
  /** Opens it again, once the plan has more credits. */
  readonly onReopen: () => void
}

/** How long the passages of a document are: the choice, its price, and the way back. */
export function PassageLengthDialog(props: PassageLengthDialogProps) {
  const { document, onClose } = props
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title="Passage length"
        description="A document is searched and quoted in passages. In another length they are made anew; until they are ready, everything goes on with the old ones."
      >
        {isReindexing(document) ? <UnderWay {...props} /> : <Choose {...props} />}
      </DialogContent>
    </Dialog>
  )
}

function UnderWay({ workspaceId, document, onClose }: PassageLengthDialogProps) {
  const stop = useReindexDocument(workspaceId, onClose)
  return (
    <>
      <p role="status" className="mt-4">
        {describeReindex(document)}.
      </p>
      {stop.error && <ProblemNotice error={stop.error} />}
      <DialogActions>
        <Button variant="primary" onClick={onClose}>
          Go on
        </Button>
        <Button
          pending={stop.isPending}
          onClick={() => stop.mutate({ documentId: document.id, chunkSize: document.chunkSize })}
        >
          Stop it, nothing is charged
        </Button>
      </DialogActions>
    </>
  )
}

function Choose({ workspaceId, document, onClose, onReopen }: PassageLengthDialogProps) {
  const [chosen, setChosen] = useState<ChunkSize>(document.reindex?.chunkSize ?? document.chunkSize)
  const isOther = chosen !== document.chunkSize
  const quote = useQuery({ ...reindexQuoteQuery(workspaceId, document.id, chosen), enabled: isOther })
  const reindex = useReindexDocument(workspaceId, onClose)
  const openPaywall = usePaywall()
  const { data: me } = useQuery(meQuery(workspaceId))
  const run = (quoteId: string) =>
    reindex.mutate(
      { documentId: document.id, chunkSize: chosen, quoteId },
      {
        onError: (error) => {
          const blocked = { what: 'document', name: document.name } as const
          if (openPaywall({ error, blocked, onResume: onReopen })) onClose()
          // The price is another one now: it is shown before anybody agrees to it.
          else void quote.refetch()
        },
      },
    )
  const isTooMuch = quote.data?.enough === false
  const seeWhatHelps = (price: Quote | undefined) => {
    if (!price || !me) return
    const error = new ApiProblem(toQuotaProblem(price, me))
    onClose()
    openPaywall({ error, blocked: { what: 'document', name: document.name }, onResume: onReopen })
  }
  return (
    <form
      className="mt-4 grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (quote.data?.enough && isOther) run(quote.data.id)
      }}
    >
      <PassageChoice
        value={chosen}
        shown={document.chunkSize}
        onChange={(size) => {
          reindex.reset()
          setChosen(size)
        }}
      />
      <div aria-live="polite" className="min-h-12">
        {!isOther && <p className="text-ink-2">These are in use now.</p>}
        {isOther && quote.isPending && <p className="text-ink-3">Asking for the price …</p>}
        {isOther && quote.data && <Price quote={quote.data} />}
      </div>
      {isOther && quote.error && <ProblemNotice error={quote.error} onRetry={() => quote.refetch()} />}
      {reindex.error && <RunProblem error={reindex.error} />}
      <div className="flex flex-wrap items-center gap-2.5">
        {isOther && !quote.error && isTooMuch && (
          <Button variant="primary" pending={!me} onClick={() => seeWhatHelps(quote.data)}>
            See what helps
          </Button>
        )}
        {isOther && !quote.error && !isTooMuch && (
          <Button
            type="submit"
            variant="primary"
            pending={reindex.isPending || quote.isFetching}
            disabled={!quote.data}
          >
            {quote.data && quote.data.credits > 0
              ? `Make them for ${countCredits(quote.data.credits)}`
              : 'Make them'}
          </Button>
        )}
        <Button onClick={onClose}>{isOther ? 'Cancel' : 'Close'}</Button>
      </div>
    </form>
  )
}

function Price({ quote }: { quote: Quote }) {
  return (
    <>
      <p className="tabular text-small">{describePrice(quote)}</p>
      <p className={quote.enough ? 'text-ink-2 text-small' : 'text-small text-warn'}>{describeRest(quote)}</p>
    </>
  )
}

/** An old price is asked for anew by itself; anything else is a problem like any. */
function RunProblem({ error }: { error: unknown }) {
  if (toProblem(error).code !== 'expired') return <ProblemNotice error={error} />
  return <Notice>The price had expired and was asked for anew. Look at it and confirm it again.</Notice>
}
