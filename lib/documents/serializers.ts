import { FAILURES, type FailureFacts, failureFactsSchema } from './failures.ts'
import type { DocumentRow } from './repository.ts'
import {
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
  readonly now: Date
}

/** Row to response. @throws when a stored value is outside of its set or shape. */
export function serializeDocument({ row, revision, queuePosition, now }: DocumentFacts): Document {
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
    failure: version.failureCode ? serializeFailure(version.failureCode, row) : null,
    report: documentSchema.shape.report.parse(version.report),
    version: revision,
    versionId: version.id,
    createdAt: row.createdAt.toISOString(),
    trashedAt: row.trashedAt?.toISOString() ?? null,
  }
}

type Failure = NonNullable<Document['failure']>

function serializeFailure(code: string, { name, version }: DocumentRow): Document['failure'] {
  const known: FailureCode = toMember(FAILURE_CODES, code)
  const words = FAILURES[known]
  const facts = failureFactsSchema.parse(version.failureDetail ?? {})
  return {
    code: known,
    text: words.text({ ...facts, ending: findEnding(name, version.mediaType) }),
    remedy: words.remedy,
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
