import type { WorkspaceContext } from '#lib/auth/context.ts'
import { requireRole } from '#lib/auth/index.ts'
import { getEntitlements, requireStockRoom } from '#lib/billing/index.ts'
import { systemClock } from '#lib/platform/clock.ts'
import { type Tx, withTenant } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { createId } from '#lib/platform/id.ts'
import { toDocumentName } from './document-name.ts'
import { toMediaType } from './media-type.ts'
import { insertUpload, lockUploads, sumOpenUploads, type UploadRow } from './repository.ts'

/** Bytes that never become a document are dropped after this. */
const UPLOAD_LIFETIME_MS = 24 * 60 * 60 * 1000
/** Uploads of a workspace that are open at once, and as how many of the largest size their bytes may count. */
const MAX_OPEN_UPLOADS = 50
const OPEN_UPLOADS_FULL_SIZE = 10
/** No plan goes beyond this, and no contract without an override. */
const MAX_BYTES_WITHOUT_LIMIT = 1024 ** 3

/**
 * Opens an upload. Type, size and room are decided here, before a byte of the body is read.
 *
 * @throws AppError unsupported_media_type; file_too_large with maxBytes, planMaxBytes, requested; limit_reached when no
 *   document fits any more; invalid for a size of nothing.
 */
export async function createUpload(
  ctx: WorkspaceContext,
  file: { filename: string; declaredType: string | null; sizeBytes: number },
): Promise<UploadRow> {
  requireRole(ctx, 'member')
  const mediaType = toMediaType(file.filename, file.declaredType)
  if (file.sizeBytes === 0)
    throw new AppError('invalid', 'The file is empty. Check it on your machine and try again.')
  return withTenant(ctx, async (tx) => {
    const { limits } = await getEntitlements(tx, ctx.workspaceId)
    assertSize(file.sizeBytes, limits.bytesPerDocument)
    await requireStockRoom(tx, ctx, 'documents', 1)
    await requireUploadRoom(tx, ctx, file.sizeBytes, limits.bytesPerDocument)
    return insertUpload(tx, {
      workspaceId: ctx.workspaceId,
      id: createId(),
      userId: requireUser(ctx),
      filename: toDocumentName(file.filename),
      mediaType,
      sizeBytes: BigInt(file.sizeBytes),
      expiresAt: new Date(systemClock.now().getTime() + UPLOAD_LIFETIME_MS),
    })
  })
}

/** Bytes that are no document's yet are nobody's stock: without a cap they could fill the disk. */
async function requireUploadRoom(
  tx: Tx,
  ctx: WorkspaceContext,
  sizeBytes: number,
  planMaxBytes: number | null,
) {
  await lockUploads(tx, ctx.workspaceId)
  const open = await sumOpenUploads(tx, ctx.workspaceId)
  const maxBytes = OPEN_UPLOADS_FULL_SIZE * (planMaxBytes ?? MAX_BYTES_WITHOUT_LIMIT)
  if (open.count < MAX_OPEN_UPLOADS && open.sizeBytes + sizeBytes <= maxBytes) return
  throw new AppError(
    'concurrency_limited',
    'Many uploads are open in this workspace. Finish or cancel some of them, then go on.',
    { limit: MAX_OPEN_UPLOADS, retryAfterSeconds: 60 },
  )
}

function assertSize(requested: number, planMaxBytes: number | null): void {
  const maxBytes = planMaxBytes ?? MAX_BYTES_WITHOUT_LIMIT
  if (requested <= maxBytes) return
  const megabytes = Math.floor(maxBytes / 1024 ** 2)
  throw new AppError(
    'file_too_large',
    `The file is larger than the ${megabytes} MB that your plan takes per document. Split it, then add the parts.`,
    { maxBytes, planMaxBytes, requested },
  )
}

function requireUser(ctx: WorkspaceContext): string {
  if (!ctx.userId) throw new AppError('forbidden', 'Uploads belong to a person.')
  return ctx.userId
}
