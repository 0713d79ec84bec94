import { Button } from '#components/ui/button.tsx'
import { type NearestPassage, type Receipt as ReceiptFigures, toPlainQuote } from '#lib/chat/schema.ts'
import { asksForSummary } from './asks-for-summary.ts'
import { Receipt } from './receipt.tsx'

/** The question has no answer in the documents. Says so, and shows what comes nearest without claiming anything. */
export function Refusal({
  question,
  nearest,
  receipt,
  usageHref,
  onOpen,
  onSearchAll,
}: {
  question: string
  nearest: readonly NearestPassage[]
  receipt: ReceiptFigures | null
  /** Where the entry of it stands. */
  usageHref?: string | undefined
  onOpen: ((passage: NearestPassage) => void) | undefined
  onSearchAll: (() => void) | undefined
}) {
  const isFree = receipt === null || receipt.credits === 0
  return (
    <div>
      {asksForSummary(question) ? (
        <>
          <p className="font-serif text-body">No summary of so much.</p>
          <p className="mt-1 text-ink-2">
            Answers here are made of sentences that your documents hold, and none of them sums all this up
            {isFree ? '. It cost nothing' : ''}. Ask for one thing that they say, or choose one to three
            documents and ask again.
          </p>
        </>
      ) : (
        <>
          <p className="font-serif text-body">Not found in your documents.</p>
          <p className="mt-1 text-ink-2">
            No sentence in them answers this, so there is no answer here
            {isFree ? ', and it cost nothing' : ''}.
          </p>
        </>
      )}
      {onSearchAll && (
        <div className="mt-4">
          <Button onClick={onSearchAll}>Search all documents of this workspace</Button>
        </div>
      )}
      {nearest.length > 0 && (
        <section className="mt-7">
          <h3 className="border-rule border-b pb-1.5 font-[540] text-ink-3 text-small">Nearest passages</h3>
          <ol>
            {nearest.map((passage) => (
              <li
                key={`${passage.versionId}-${passage.page}-${passage.charStart}`}
                className="border-rule border-b py-3"
              >
                <q className="line-clamp-3 font-serif text-ink-2 text-quote [quotes:'“'_'”']">
                  {passage.mediaType === 'text/markdown' ? toPlainQuote(passage.text) : passage.text}
                </q>
                <p className="mt-1 text-ink-3 text-small">
                  {onOpen ? (
                    <button
                      type="button"
                      className="min-h-6 text-left text-accent underline-offset-3 [overflow-wrap:anywhere] hover:underline"
                      onClick={() => onOpen(passage)}
                    >
                      {passage.documentName}, p. {passage.page}
                    </button>
                  ) : (
                    `${passage.documentName}, p. ${passage.page}`
                  )}
                </p>
              </li>
            ))}
          </ol>
        </section>
      )}
      {receipt && (
        <div className="mt-4 flex justify-end">
          <Receipt receipt={receipt} usageHref={usageHref} />
        </div>
      )}
    </div>
  )
}
