'use client'

import Link from 'next/link'
import { Cell } from '#components/ui/table.tsx'
import type { UsageEntry } from '#lib/usage/schema.ts'
import { formatChange, formatCredits, formatWhen } from './format.ts'

/** One line of the ledger: the reason stands behind its name, for whoever wants to know. */
export function EntryRow({
  entry,
  slug,
  now,
  isWanted,
}: {
  entry: UsageEntry
  slug: string
  now: Date
  /** Somebody came here for this one, from a receipt. */
  isWanted: boolean
}) {
  return (
    <tr
      id={entry.ref?.type === 'run' ? `run-${entry.ref.id}` : undefined}
      className={isWanted ? 'scroll-mt-20 bg-marker-soft' : undefined}
    >
      <Cell className="whitespace-nowrap">
        <time dateTime={entry.at} title={new Date(entry.at).toLocaleString('en-GB')}>
          {formatWhen(entry.at, now)}
        </time>
      </Cell>
      <Cell className="min-w-0">
        <details open={isWanted} className="group">
          <summary className="cursor-pointer list-none rounded-sm underline-offset-3 marker:hidden hover:underline [&::-webkit-details-marker]:hidden">
            {entry.title}
            <span aria-hidden="true" className="ml-1.5 text-ink-3 group-open:hidden">
              ?
            </span>
          </summary>
          <p className="measure mt-1 text-ink-2 text-tiny">{entry.explanation}</p>
        </details>
        <Subject entry={entry} slug={slug} />
        <span className="block text-ink-3 text-tiny sm:hidden">{toWho(entry)}</span>
      </Cell>
      <Cell className="hidden truncate sm:table-cell">{toWho(entry)}</Cell>
      <Cell numeric className="whitespace-nowrap">
        {formatChange(entry)}
      </Cell>
      <Cell numeric className="whitespace-nowrap">
        {formatCredits(entry.balance)}
      </Cell>
    </tr>
  )
}

/** What it was about, with the way there where there is one. */
function Subject({ entry, slug }: { entry: UsageEntry; slug: string }) {
  const { question, conversation, document } = entry
  const text = question ?? conversation?.title ?? document?.title
  if (!text) {
    return document ? <span className="block text-ink-3 text-tiny">A deleted document</span> : null
  }
  const href = conversation?.title
    ? `/w/${slug}/chat/${conversation.id}`
    : document?.title
      ? `/w/${slug}/documents/${document.id}`
      : null
  const className = 'block truncate text-ink-3 text-tiny'
  return href ? (
    <Link
      href={href}
      title={text}
      className={`${className} underline-offset-3 hover:text-ink hover:underline`}
    >
      {text}
    </Link>
  ) : (
    <span className={className}>{text}</span>
  )
}

function toWho({ userId, userName }: UsageEntry): string {
  return userId === null ? '' : (userName ?? 'Former member')
}
