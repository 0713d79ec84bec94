import { isResolved } from '#components/billing/wall.ts'
import type { Me } from '#lib/workspaces/schema.ts'
import type { Kept } from './kept-files.ts'

/** Of the files that wait, those that the plan would take together now, the oldest first. */
export function findSendable(files: readonly Kept[], me: Pick<Me, 'active'>): Kept[] {
  const { limits, usage } = me.active
  let documentsLeft =
    limits.documents === null ? Number.POSITIVE_INFINITY : limits.documents - usage.documents
  let pagesLeft = limits.pages === null ? Number.POSITIVE_INFINITY : limits.pages - usage.pages
  const sendable: Kept[] = []
  for (const kept of files) {
    const pages = kept.refusal?.limitKey === 'pages' ? Number(kept.refusal.requested) : 0
    if (!kept.refusal || !isResolved(kept.refusal, me) || documentsLeft < 1 || pages > pagesLeft) continue
    sendable.push(kept)
    documentsLeft -= 1
    pagesLeft -= pages
  }
  return sendable
}
