import type { Scope } from '#lib/chat/schema.ts'
import { findLiveDocumentIds } from '#lib/documents/index.ts'
import type { Tx } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'

/**
 * Every document of a scope that a person names must be there.
 *
 * @throws AppError not_found, also for another tenant's document or one in the trash.
 */
export async function assertScope(tx: Tx, workspaceId: string, scope: Scope | undefined): Promise<void> {
  const ids = [...new Set(scope?.documentIds ?? [])]
  if (ids.length === 0) return
  const live = await findLiveDocumentIds(tx, workspaceId, ids)
  if (live.size < ids.length)
    throw new AppError('not_found', 'A document of the scope is not here. Choose others.')
}

/**
 * The documents of a conversation's stored scope that are still there.
 *
 * @returns undefined for all documents of the workspace.
 * @throws AppError invalid when all of them are gone: to ask everything instead would answer another question.
 */
export async function readScope(tx: Tx, workspaceId: string, scope: Scope): Promise<string[] | undefined> {
  if (!scope.documentIds) return undefined
  const live = await findLiveDocumentIds(tx, workspaceId, scope.documentIds)
  if (live.size > 0) return [...live]
  throw new AppError(
    'invalid',
    'The documents this conversation asks are in the trash. Choose others to ask.',
    {
      errors: [{ pointer: '/scope', detail: 'None of these documents is there any more.' }],
    },
  )
}
