import type { WorkspaceContext } from '#lib/auth/context.ts'
import { recordDenial, releaseIn, takeStock } from '#lib/billing/index.ts'
import {
  areBytesDropped,
  countLiveDocuments,
  dropBlob,
  lockVersion,
  returnPages,
  transitionVersion,
  type VersionRow,
} from '#lib/documents/index.ts'
import type { FailureCode } from '#lib/documents/schema.ts'
import { systemClock } from '#lib/platform/clock.ts'
import { type Tx, withTenant } from '#lib/platform/db/index.ts'
import { AppError, isAppError } from '#lib/platform/errors.ts'
import { type FailureDetail, ParseFailure } from './parse/parsed-page.ts'
import { removeChunks } from './remove-chunks.ts'
import { deletePages, updateProgress, type VersionKey } from './repository.ts'

export interface Failure {
  readonly code: FailureCode
  readonly detail: FailureDetail
}

/** The failure that a person can act on; null for what is our own fault and worth another try. */
export function toFailure(error: unknown): Failure | null {
  if (error instanceof ParseFailure)
    return error.code === 'internal' ? null : { code: error.code, detail: error.detail }
  if (!isAppError(error)) return null
  const code = DENIAL_CODES.find((denial) => denial === error.code)
  if (!code) return null
  const { limitKey, feature, limit, requested } = error.extensions
  return { code, detail: pickFacts({ limit, requested }, { limitKey, feature }) }
}

/** What the plan or a payment forbids: another try of the queue would hear the same. */
const DENIAL_CODES = [
  'limit_reached',
  'billing_hold',
  'payment_required',
  'quota_exceeded',
  'feature_not_in_plan',
] as const satisfies readonly FailureCode[]

function pickFacts(numbers: Record<string, unknown>, names: Record<string, unknown>): FailureDetail {
  const detail: FailureDetail = {}
  for (const [name, value] of Object.entries(numbers)) if (typeof value === 'number') detail[name] = value
  for (const [name, value] of Object.entries(names)) if (typeof value === 'string') detail[name] = value
  return detail
}

/**
 * Marks a version as failed, unless it is ready or has failed already. Before it is seen as failed, its chunks and pages are gone: nothing half stored, and
 * nothing counted. Where another try would end the same way, the bytes go too.
 *
 * @param attempt the try that failed, when a worker says so: a later one is not to be stopped by it.
 */
export async function failVersion(
  ctx: WorkspaceContext,
  key: VersionKey,
  failure: Failure,
  attempt?: number,
): Promise<void> {
  const token = await takeOver(ctx, key, attempt)
  if (token === null) return
  await removeContent(ctx, key, token)
  const failed = await withTenant(ctx, async (tx) => {
    const { workspaceId, versionId } = key
    const version = await lockVersion(tx, workspaceId, versionId)
    if (version?.attempts !== token) return null
    const moved = await transitionVersion(tx, { workspaceId, id: versionId }, 'fail', {
      failureCode: failure.code,
      failureDetail: failure.detail,
      finishedAt: systemClock.now(),
    })
    if (!moved) return null
    const documents = await countLiveDocuments(tx, workspaceId, versionId)
    if (documents > 0) await takeStock(tx, ctx, 'documents', -documents)
    await returnPages(tx, ctx, version)
    await releaseReservation(tx, version, failure)
    return version
  })
  if (!failed) return
  const denial = DENIAL_CODES.find((code) => code === failure.code)
  // Nobody waits for an answer here, so the refusal is counted where it is written down.
  if (denial) recordDenial(ctx, new AppError(denial, 'The document was not read.', failure.detail))
  if (areBytesDropped(failure.code)) await dropBlob(key.workspaceId, failed.sha256)
}

/**
 * No worker may write from here on, should one that was taken for dead still be at it.
 *
 * @returns the number of the try that this one counts as; null when there is nothing left to fail.
 */
async function takeOver(
  ctx: WorkspaceContext,
  { workspaceId, versionId }: VersionKey,
  attempt?: number,
): Promise<number | null> {
  return withTenant(ctx, async (tx) => {
    const version = await lockVersion(tx, workspaceId, versionId)
    if (version?.status !== 'queued' && version?.status !== 'processing') return null
    if (attempt !== undefined && version.attempts !== attempt) return null
    const attempts = version.attempts + 1
    await updateProgress(tx, { workspaceId, versionId }, { attempts })
    return attempts
  })
}

/** A version that was read whole once keeps its text: old citations point to it. */
async function removeContent(ctx: WorkspaceContext, key: VersionKey, token: number): Promise<void> {
  const isOurs = async (tx: Tx) => {
    const version = await lockVersion(tx, key.workspaceId, key.versionId)
    return version?.attempts === token && version.report === null
  }
  await removeChunks(ctx, key, isOurs)
  await withTenant(ctx, async (tx) => {
    if (await isOurs(tx)) await deletePages(tx, key)
  })
}

/** What was held for making the version goes back. */
async function releaseReservation(tx: Tx, version: VersionRow, { code }: Failure): Promise<void> {
  const { workspaceId, id: versionId, reservationId } = version
  if (!reservationId) return
  await updateProgress(tx, { workspaceId, versionId }, { reservationId: null })
  await releaseIn(tx, { workspaceId, reservationId }, `the re-index failed: ${code}`)
}
