import type { UsageEntry } from '#lib/usage/schema.ts'

/** Credits as people read them, e.g. 1,499.75. */
export function formatCredits(credits: number): string {
  return credits.toLocaleString('en-US', { maximumFractionDigits: 3 })
}

const SIGNS: Record<UsageEntry['kind'], '+' | '−' | ''> = {
  ...{ grant: '+', refund: '+', charge: '−', revoke: '−', expire: '−' },
  // Counted, and taken from nobody.
  ...{ free: '', overage: '' },
}

/** What an entry did to the balance, with its sign: −0.412, +50, 0. */
export function formatChange({ kind, credits }: Pick<UsageEntry, 'kind' | 'credits'>): string {
  const isFree = SIGNS[kind] === '' || credits === 0
  return isFree ? '0' : `${SIGNS[kind]}${formatCredits(credits)}`
}

/** Today the time, else the day, in the reader's own zone. */
export function formatWhen(instant: string, now: Date): string {
  const at = new Date(instant)
  if (at.toDateString() === now.toDateString()) {
    return at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  }
  const isThisYear = at.getFullYear() === now.getFullYear()
  return at.toLocaleDateString('en-GB', {
    ...{ day: 'numeric', month: 'short' },
    ...(isThisYear ? {} : { year: 'numeric' }),
  })
}

const ACTION_NAMES: Record<string, string> = {
  answer: 'Answers',
  ingest: 'Reading documents',
  embed: 'Indexing documents',
  reindex: 'Making passages anew',
  summary: 'Summaries',
  mindMap: 'Mind maps',
  ocr: 'Reading scanned pages',
}
export const ACTION_OPTIONS = ['answer', 'ingest', 'reindex'] as const

/** What an action is called in sums; its own word where it has no name yet. */
export function nameAction(action: string): string {
  return ACTION_NAMES[action] ?? action
}
