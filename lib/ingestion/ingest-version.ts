import type { WorkspaceContext } from '#lib/auth/context.ts'
import { metered, runReserved, type Work } from '#lib/billing/index.ts'
import {
  findOwningDocument,
  isVersionWanted,
  lockForShowing,
  lockVersion,
  priceReindex,
  REINDEX_TTL_MS,
  showWaiting,
  transitionVersion,
  type VersionRow,
} from '#lib/documents/index.ts'
import { systemClock } from '#lib/platform/clock.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { isAppError } from '#lib/platform/errors.ts'
import { createId } from '#lib/platform/id.ts'
import { log } from '#lib/platform/log.ts'
import { dropStaleIndex } from './drop-stale-index.ts'
import { failVersion, toFailure } from './fail-version.ts'
import { lockOwnVersion, TakenOver } from './own-version.ts'
import { type ReadFacts, readAndIndex, toKey } from './read-version.ts'
import { updateProgress, type VersionKey } from './repository.ts'

/** As many tries as the queue makes; then the document has failed, with a Retry button. */
const MAX_ATTEMPTS = 4
const RESERVATION_TTL_MS = 10 * 60 * 1000

/**
 * Reads and indexes one version: detect, parse, chunk, index, ready. Every step may be killed and begun again: pages and
 * chunks that were stored stay, and what is missing is added.
 *
 * @param ctx of the workspace, made by lib/jobs; the ledger names the person who added the document.
 * @throws whatever is not the file's fault; the queue tries again then.
 */
export async function ingestVersion(
  ctx: WorkspaceContext,
  versionId: string,
  signal: AbortSignal,
): Promise<void> {
  const key = { workspaceId: ctx.workspaceId, versionId }
  await dropUnwanted(ctx, key)
  const version = await begin(ctx, key)
  if (!version) return
  if (version.status === 'ready') return dropStaleIndex(ctx, version)
  try {
    await (version.reservationId
      ? reservedIngest(ctx, version, version.reservationId, signal)
      : meteredIngest(ctx, version, signal))
  } catch (error) {
    return settleFailure(ctx, version, error, signal)
  }
  await dropStaleIndex(ctx, version)
}

/** Nobody waits any more for a re-index that was stopped: nothing of it stays. */
async function dropUnwanted(ctx: WorkspaceContext, key: VersionKey): Promise<void> {
  const isWanted = await withTenant(ctx, (tx) => isVersionWanted(tx, key.workspaceId, key.versionId))
  if (!isWanted) await failVersion(ctx, key, { code: 'cancelled', detail: {} })
}

/**
 * Takes the version over. One that is ready is given as it is: a worker may have been killed before it had tidied up.
 *
 * @returns null when there is nothing to do (failed or gone meanwhile).
 */
async function begin(
  ctx: WorkspaceContext,
  { workspaceId, versionId }: VersionKey,
): Promise<VersionRow | null> {
  return withTenant(ctx, async (tx) => {
    const version = await lockVersion(tx, workspaceId, versionId)
    if (!version || version.status === 'ready') return version
    const attempts = version.attempts + 1
    const startedAt = version.startedAt ?? systemClock.now()
    const started = await transitionVersion(tx, { workspaceId, id: versionId }, 'start', {
      attempts,
      startedAt,
    })
    return started ? { ...version, status: 'processing', attempts, startedAt } : null
  })
}

/** Free inside the page allowance, and through the gate all the same: the access state is checked, the cost booked. */
async function meteredIngest(ctx: WorkspaceContext, version: VersionRow, signal: AbortSignal): Promise<void> {
  const owner = await withTenant(ctx, (tx) => findOwningDocument(tx, version.workspaceId, version.id))
  const spec = {
    action: 'ingest' as const,
    amountMc: 0,
    // Each try is an operation of its own: a killed one leaves its reservation to the sweeper.
    idempotencyKey: `ingest:${version.id}:${createId()}`,
    requestHash: version.sha256,
    ttlMs: RESERVATION_TTL_MS,
    refType: 'document_version',
    refId: version.id,
    ...(owner ? { documentId: owner.id } : {}),
  }
  // The ledger names the person who added the document, not the worker.
  await metered({ ...ctx, userId: owner?.createdBy ?? ctx.userId }, spec, async () => {
    const facts = await readAndIndex(ctx, version, owner?.name ?? '', signal)
    return { actual: { mc: 0 }, commit: finish(ctx, version, facts, null) }
  })
}

/** What a person has asked for at a price: charged in the transaction that shows it. */
async function reservedIngest(
  ctx: WorkspaceContext,
  version: VersionRow,
  reservationId: string,
  signal: AbortSignal,
): Promise<void> {
  const owner = await withTenant(ctx, (tx) => findOwningDocument(tx, version.workspaceId, version.id))
  await runReserved(ctx, { reservationId, ttlMs: REINDEX_TTL_MS }, async ({ heldMc, actorId }) => {
    const facts = await readAndIndex(ctx, version, owner?.name ?? '', signal)
    signal.throwIfAborted()
    const mc = Math.min(heldMc, priceReindex(facts.pageCount).amountMc)
    return { actual: { mc }, commit: finish(ctx, version, facts, actorId) }
  })
}

function finish(
  ctx: WorkspaceContext,
  version: VersionRow,
  { pageCount, ...report }: ReadFacts,
  by: string | null,
): Work<void>['commit'] {
  return async (tx) => {
    await lockForShowing(tx, version)
    await lockOwnVersion(tx, version)
    await transitionVersion(tx, { workspaceId: version.workspaceId, id: version.id }, 'finish', {
      stage: 'index',
      pageCount,
      pagesDone: pageCount,
      searchablePages: pageCount,
      report,
      finishedAt: systemClock.now(),
    })
    await showWaiting(tx, ctx, version, by)
  }
}

async function settleFailure(
  ctx: WorkspaceContext,
  version: VersionRow,
  error: unknown,
  signal: AbortSignal,
) {
  const key = toKey(version)
  if (error instanceof TakenOver) {
    log.info({ versionId: version.id, attempt: version.attempts }, 'another worker goes on with the version')
    return dropUnwanted(ctx, key)
  }
  if (signal.aborted) {
    await giveTryBack(ctx, version)
    throw error
  }
  const failure = toFailure(error)
  if (failure) return failVersion(ctx, key, failure, version.attempts)
  log.error({ err: error, versionId: version.id, attempt: version.attempts }, 'ingestion failed')
  if (version.attempts >= MAX_ATTEMPTS || isAppError(error, 'not_found'))
    return failVersion(ctx, key, { code: 'internal', detail: {} }, version.attempts)
  throw error
}

/** The worker is shutting down: this was no try. */
async function giveTryBack(ctx: WorkspaceContext, version: VersionRow): Promise<void> {
  await withTenant(ctx, async (tx) => {
    await lockOwnVersion(tx, version)
    await updateProgress(tx, toKey(version), { attempts: version.attempts - 1 })
  })
}
