import Link from 'next/link'
import type { Receipt as ReceiptFigures } from '#lib/chat/schema.ts'

/** What an answer cost, and behind it why: always there, also where it cost nothing. */
export function Receipt({ receipt, usageHref }: { receipt: ReceiptFigures; usageHref?: string | undefined }) {
  const { credits, refunded, creditsRemaining, inputTokens, outputTokens, model } = receipt
  const lines: readonly (readonly [string, string])[] = [
    ['Charged', format(credits)],
    ...(refunded > 0 ? [['Given back', format(refunded)] as const] : []),
    ['Left after it', format(creditsRemaining)],
    ['Tokens read', format(inputTokens)],
    ['Tokens written', format(outputTokens)],
    ['Model', model],
  ]
  return (
    <details className="group text-ink-3 text-tiny">
      <summary className="tabular ml-auto w-fit cursor-pointer list-none rounded-sm underline-offset-3 hover:text-ink hover:underline [&::-webkit-details-marker]:hidden">
        {toCredits(credits)}
        <span className="sr-only">, receipt</span>
        <span aria-hidden="true" className="ml-1 inline-block transition-transform group-open:rotate-180">
          ▾
        </span>
      </summary>
      <dl className="mt-1.5 grid grid-cols-[auto_auto] gap-x-4 gap-y-0.5 text-left">
        {lines.map(([name, value]) => (
          <div key={name} className="contents">
            <dt>{name}</dt>
            <dd className="tabular text-right text-ink-2">{value}</dd>
          </div>
        ))}
      </dl>
      {usageHref && (
        <Link href={usageHref} className="mt-1.5 inline-block text-accent underline underline-offset-3">
          Show it in Usage
        </Link>
      )}
    </details>
  )
}

/** "1 credit", "0.412 credits". */
export function toCredits(credits: number): string {
  return `${format(credits)} ${credits === 1 ? 'credit' : 'credits'}`
}

function format(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 3 })
}
