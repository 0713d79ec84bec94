import { describeWall, isResolved, toCurrent } from '#components/billing/wall.ts'
import type { Document } from '#lib/documents/schema.ts'
import type { Problem } from '#lib/platform/http/schema.ts'
import type { Me } from '#lib/workspaces/schema.ts'
import type { Kept } from './kept-files.ts'

type Failed = Pick<Document, 'status' | 'failure'>

const PLAN_CODES: readonly string[] = [
  'limit_reached',
  'billing_hold',
  'payment_required',
  'quota_exceeded',
  'feature_not_in_plan',
]

/** Whether the plan did not take it: the file itself may be good. */
export function isPlanRefusal({ status, failure }: Failed): boolean {
  return status === 'failed' && failure !== null && PLAN_CODES.includes(failure.code)
}

/** A refusal by the pages that were counted on the server, as if it had been answered at once; null for another failure. */
export function toRefusalProblem({ failure }: Pick<Document, 'failure'>): Problem | null {
  if (failure?.code !== 'limit_reached') return null
  const { limitKey = 'pages', limit = 0, requested = 0 } = failure.refused ?? {}
  return {
    type: 'about:blank',
    title: 'limit_reached',
    status: 402,
    detail: [failure.text, failure.remedy].filter(Boolean).join(' '),
    code: 'limit_reached',
    requestId: '',
    limitKey,
    limit,
    requested,
    ...(limitKey === 'pagesPerDocument' ? { used: 0 } : {}),
  }
}

/** How a file that the plan refused stands now: what is in its way today, or that nothing is. */
export interface Standing {
  readonly hasRoom: boolean
  readonly text: string
  /** What can be done without another plan. */
  readonly remedy: string | null
}

/** @param refusal of the file, from whenever; only what it asked for counts, the limits are those of `me`. */
export function describeStanding(refusal: Problem, me: Pick<Me, 'active'>): Standing {
  if (isResolved(refusal, me)) return { hasRoom: true, text: 'There is room for it now.', remedy: null }
  const current = toCurrent(refusal, me)
  const { title } = describeWall(current, me, { what: 'feature' }, 'UTC')
  const requested = Number(current.requested)
  const own = current.limitKey === 'pages' ? `; this file has ${requested.toLocaleString('en')}` : ''
  return { hasRoom: false, text: `${title}${own}.`, remedy: toRemedy(current) }
}

function toRemedy({ limitKey, code }: Problem): string | null {
  if (limitKey === 'pagesPerDocument') return 'Split it, or see what helps.'
  return code === 'limit_reached' ? 'Deleting documents makes room.' : null
}

/** The line under the title of the list. What waits for the plan is not among what could not be read. */
export function summarise(
  documents: readonly (Failed & Pick<Document, 'id' | 'pageCount'>)[],
  kept: readonly Pick<Kept, 'documentId' | 'refusal'>[],
): string {
  const readable = documents.filter(({ status }) => status !== 'failed')
  const refused = documents.filter(isPlanRefusal)
  const unreadable = documents.length - readable.length - refused.length
  const waiting = kept.filter(
    ({ documentId, refusal }) =>
      refusal !== null && (documentId === null || refused.some(({ id }) => id === documentId)),
  )
  const refusedHere = waiting.filter(({ documentId }) => documentId !== null).length
  const notAdded = refused.length - refusedHere
  const pages = readable.reduce((sum, document) => sum + (document.pageCount ?? 0), 0)
  return [
    `${count(readable.length, 'document')}, ${count(pages, 'page')}.`,
    waiting.length > 0 && `${waiting.length} ${waiting.length === 1 ? 'waits' : 'wait'} for room.`,
    notAdded > 0 && `${notAdded} not added: plan limit.`,
    unreadable > 0 && `${unreadable} could not be read.`,
  ]
    .filter(Boolean)
    .join(' ')
}

function count(amount: number, noun: string): string {
  return `${amount.toLocaleString('en')} ${noun}${amount === 1 ? '' : 's'}`
}
