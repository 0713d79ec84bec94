/** Credits and counts as people read them. */
export function formatNumber(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 3 })
}

/** Millionths of a US dollar: cents, and four decimals below a dollar, where cents would hide it. */
export function formatUsd(microUsd: number): string {
  const dollars = Math.abs(microUsd) / 1_000_000
  const digits = microUsd !== 0 && dollars < 1 ? 4 : 2
  const text = dollars.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return `${microUsd < 0 ? '−' : ''}$${text}`
}

/** "24 Nov 2026, 18:05" in UTC, since days are counted in UTC here. */
export function formatInstant(instant: string): string {
  return new Date(instant).toLocaleString('en-GB', {
    ...{
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'UTC',
    },
  })
}

export function formatDate(instant: string): string {
  return new Date(instant).toLocaleDateString('en-GB', {
    ...{ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
  })
}

const BYTES_PER_MIB = 1_048_576

/** A limit as people read it; null = none. */
export function formatLimit(key: string, value: number | null): string {
  if (value === null) return 'no limit'
  if (key === 'bytesPerDocument') return `${formatNumber(value / BYTES_PER_MIB)} MB`
  if (key === 'creditsMc') return formatNumber(value / 1_000)
  return formatNumber(value)
}

const NAMES: Record<string, string> = {
  answer: 'Answer',
  ingest: 'Reading a document',
  embed: 'Embedding',
  reindex: 'Re-index',
  summary: 'Summary',
  mindMap: 'Mind map',
  ocr: 'OCR',
  credits: 'Credits a month',
  creditsMc: 'Credits a month',
  pages: 'Pages stored',
  documents: 'Documents',
  pagesPerDocument: 'Pages per document',
  bytesPerDocument: 'Size per document',
  seats: 'Seats',
  apiKeys: 'API keys',
  requestsPerMinute: 'Requests a minute',
  members: 'Members',
  'grant.plan': 'Credits of the month',
  'grant.admin': 'Credits given by staff',
  'grant.topup': 'Credits bought',
  'grant.trial': 'Credits of the trial',
  'grant.carry': 'Credits carried over',
}

/** What an action, limit or feature is called; its own word where it has no name here yet. */
export function nameOf(key: string): string {
  return NAMES[key] ?? key
}
