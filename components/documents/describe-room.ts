import type { Entitlements } from '#lib/billing/schema.ts'

/**
 * What adding costs and what remains, told before anything is added: pages and documents are counted from GET
 * /api/user/me, and reading them takes no credits. Empty where the plan sets no limit and nothing needs telling.
 */
export function describeRoom({ limits, usage }: Pick<Entitlements, 'limits' | 'usage'>): string {
  const pages = left(limits.pages, usage.pages)
  const documents = left(limits.documents, usage.documents)
  if (pages === 0 || documents === 0) return 'No room for more; deleting makes some.'
  const room = [
    ...(pages === null ? [] : [count(pages, 'more page')]),
    ...(documents === null ? [] : [count(documents, 'more document')]),
  ]
  return room.length === 0 ? '' : `Room for ${room.join(' in ')}; adding takes no credits.`
}

function left(limit: number | null, used: number): number | null {
  return limit === null ? null : Math.max(0, limit - used)
}

function count(amount: number, noun: string): string {
  return `${amount.toLocaleString('en')} ${noun}${amount === 1 ? '' : 's'}`
}
