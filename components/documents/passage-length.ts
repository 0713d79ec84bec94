import { formatCredits, toMilliCredits } from '#lib/billing/plans.ts'
import type { Quote } from '#lib/billing/schema.ts'
import type { ChunkSize, Document } from '#lib/documents/schema.ts'

interface PassageWords {
  /** As it stands in a sentence. */
  readonly name: string
  readonly title: string
  readonly characters: string
  readonly goodFor: string
}

/** What each length is for, in plain words. */
export const PASSAGE_WORDS: Readonly<Record<ChunkSize, PassageWords>> = {
  small: {
    name: 'short passages',
    title: 'Short',
    characters: 'about 500 characters',
    goodFor: 'Finds the one clause or row. For contracts, manuals and tables.',
  },
  standard: {
    name: 'standard passages',
    title: 'Standard',
    characters: 'about 1,000 characters',
    goodFor: 'Right for most documents.',
  },
  large: {
    name: 'long passages',
    title: 'Long',
    characters: 'about 1,600 characters',
    goodFor: 'Keeps more of what stands around a find. For reports and stories.',
  },
}

/** "1 credit", "24.08 credits" */
export function countCredits(amount: number): string {
  return `${formatCredits(toMilliCredits(amount))} ${amount === 1 ? 'credit' : 'credits'}`
}

/** How a price comes about: "9 pages × 0.02 = 0.18, at least 1 credit". */
export function describePrice({ credits: total, breakdown }: Quote): string {
  const [pages, ...more] = breakdown
  if (!pages || total === 0) return 'Free: these passages were made before.'
  const noun = pages.quantity === 1 ? 'page' : 'pages'
  const product = `${pages.quantity.toLocaleString('en')} ${noun} × ${pages.unitCredits} = ${formatCredits(toMilliCredits(pages.credits))}`
  return more.length > 0
    ? `${product}, at least ${countCredits(total)}`
    : `${product} ${total === 1 ? 'credit' : 'credits'}`
}

/** What is left after it, or what is missing. */
export function describeRest({ credits: total, remaining, remainingAfter, enough }: Quote): string {
  if (!enough) return `${countCredits(remaining)} left: not enough for it.`
  return total === 0 ? '' : `${countCredits(remainingAfter)} left after it.`
}

/** Whether the passages are being made anew now. */
export function isReindexing({ reindex }: Document): boolean {
  return reindex?.status === 'queued' || reindex?.status === 'processing'
}

/** One line on how the passages of a ready document are; null where there is nothing to say. */
export function describePassages({ chunkSize, receipt }: Document): string | null {
  const { name } = PASSAGE_WORDS[chunkSize]
  if (receipt && receipt.credits > 0) return `Re-indexed with ${name} · ${countCredits(receipt.credits)}`
  return chunkSize === 'standard' ? null : capitalise(name)
}

/** How far a re-index is. */
export function describeReindex({ reindex }: Document): string {
  if (!reindex) return ''
  const { name } = PASSAGE_WORDS[reindex.chunkSize]
  if (reindex.status === 'queued') return `${capitalise(name)} wait for their turn`
  const { pagesDone, pageCount } = reindex
  if (!pageCount) return `Making ${name}`
  return `Making ${name}, page ${Math.min(pagesDone + 1, pageCount).toLocaleString('en')} of ${pageCount.toLocaleString('en')}`
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
