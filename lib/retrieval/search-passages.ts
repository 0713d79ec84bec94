import type { WorkspaceContext } from '#lib/auth/context.ts'
import { requireRole } from '#lib/auth/index.ts'
import { listLiveDocuments } from '#lib/documents/index.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { REFUSE_BELOW } from './parameters.ts'
import { retrieveWithin } from './retrieve.ts'
import type { SearchPassages } from './schema.ts'

/**
 * The ranked passages of POST /api/retrieval.
 *
 * @throws AppError forbidden; not_found when a named document is not there, is in the trash or belongs to somebody else.
 */
export function searchPassages(ctx: WorkspaceContext, input: SearchPassages) {
  requireRole(ctx, 'viewer')
  return withTenant(ctx, async (tx) => {
    if (input.documentIds) {
      const found = await listLiveDocuments(tx, ctx.workspaceId, input.documentIds)
      if (found.length < new Set(input.documentIds).size)
        throw new AppError('not_found', 'There is no such document.')
    }
    const { passages, coverage } = await retrieveWithin(tx, ctx.workspaceId, input)
    return { passages, coverage, answerable: coverage >= REFUSE_BELOW }
  })
}
