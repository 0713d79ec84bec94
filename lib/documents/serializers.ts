import type { ReservationReceipt } from '#lib/billing/index.ts'
import { FAILURES, type FailureFacts, failureFactsSchema, toRemedy } from './failures.ts'
import type { DocumentRow, VersionRow } from './repository.ts'
import {
  CHUNK_SIZES,
  DOCUMENT_STATUSES,
  type Document,
  documentSchema,
  FAILURE_CODES,
  type FailureCode,
  INGESTION_STAGES,
  MEDIA_TYPES,
} from './schema.ts'

export interface DocumentFacts {
  readonly row: DocumentRow
  /** Number of the current revision. */
  readonly revision: number
  /** 1 = next in line; null when the version does not wait. */
  readonly queuePosition: number | null
  /** What its passages are being made anew as, or failed to be. */
  readonly pending: VersionRow | null
  /** Of the reservation that paid for the current version, whoever asked for it. */
  readonly receipt: ReservationReceipt | null
  readonly now: Date
}

/** Row to response. @throws when a stored value is outside of its set or shape. */
export function serializeDocument(facts: DocumentFacts): Document {
  const { row, revision, queuePosition, pending, receipt, now } = facts
  const { version } = row
  return {
    id: row.id,
    name: row.name,
    mediaType: version.mediaType,
    sizeBytes: Number(version.sizeBytes),
    status: toMember(DOCUMENT_STATUSES, version.status),
    stage: toMember(INGESTION_STAGES, version.stage),
    pageCount: version.pageCount,
    pagesDone: version.pagesDone,
    searchablePages: version.searchablePages,
    remainingSeconds: estimateRemainingSeconds(version, now),
    queuePosition,
    failure: version.failureCode ? serializeFailure(version.failureCode, row.name, version) : null,
    report: documentSchema.shape.report.parse(version.report),
    version: revision,
    versionId: version.id,
    chunkSize: toMember(CHUNK_SIZES, version.chunkSize),
    reindex: pending && serializeReindex(row, pending),
    // Another document may show the same passages; what they cost stands with the one that they were made for.
    receipt:
      receipt?.refId === row.id
        ? { credits: receipt.credits, refunded: receipt.refunded, model: null }
        : null,
    createdAt: row.createdAt.toISOString(),
    trashedAt: row.trashedAt?.toISOString() ?? null,
  }
}

type Failure = NonNullable<Document['failure']>

function serializeReindex(row: DocumentRow, pending: VersionRow): Document['reindex'] {
  const status = toMember(DOCUMENT_STATUSES, pending.status)
  if (status === 'ready') return null
  const pageCount = pending.pageCount ?? row.version.pageCount
  return {
    chunkSize: toMember(CHUNK_SIZES, pending.chunkSize),
    status,
    // Both halves of the work, as pages: reading and indexing take about the same time.
    pagesDone: Math.min(pageCount ?? 0, Math.floor((pending.pagesDone + pending.searchablePages) / 2)),
    pageCount,
    failure: pending.failureCode ? serializeFailure(pending.failureCode, row.name, pending) : null,
  }
}

function serializeFailure(code: string, name: string, version: VersionRow): Document['failure'] {
  const known: FailureCode = toMember(FAILURE_CODES, code)
  const words = FAILURES[known]
  const facts = failureFactsSchema.parse(version.failureDetail ?? {})
  return {
    code: known,
    text: words.text({ ...facts, ending: findEnding(name, version.mediaType) }),
    remedy: toRemedy(known, facts),
    retryable: words.retryable,
    ...(known === 'limit_reached' ? toRefused(facts) : {}),
  }
}

function toRefused({ limitKey, limit, requested }: FailureFacts): Pick<Failure, 'refused'> {
  if (limitKey === undefined || limit === undefined || requested === undefined) return {}
  return { refused: { limitKey, limit, requested } }
}

/** The ending of the name, unless somebody has renamed it to another: then the usual one of its type. */
function findEnding(name: string, mediaType: string): string {
  const endings: readonly string[] =
    Object.entries(MEDIA_TYPES).find(([type]) => type === mediaType)?.[1] ?? []
  const own = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase()
  return endings.find((ending) => ending === own) ?? endings[0] ?? ''
}

/** Below a tenth of the work the pace says nothing yet. */
const MIN_SHARE = 0.1

/** Seconds to go at the pace so far; null while nothing can be said. */
export function estimateRemainingSeconds(
  version: Pick<
    DocumentRow['version'],
    'status' | 'startedAt' | 'pageCount' | 'pagesDone' | 'searchablePages'
  >,
  now: Date,
): number | null {
  const { status, startedAt, pageCount, pagesDone, searchablePages } = version
  if (status !== 'processing' || !startedAt || !pageCount) return null
  // Reading and indexing take about the same time a page.
  const share = (pagesDone + searchablePages) / (2 * pageCount)
  if (share < MIN_SHARE || share >= 1) return null
  const elapsedMs = now.getTime() - startedAt.getTime()
  return Math.max(1, Math.round(((elapsedMs / share) * (1 - share)) / 1000))
}

function toMember<T extends string>(members: readonly T[], value: string): T {
  const member = members.find((candidate) => candidate === value)
  if (!member) throw new Error(`Stored value outside its set: ${value}`)
  return member
}
