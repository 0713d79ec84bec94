import type * as z from 'zod'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { requireRole } from '#lib/auth/index.ts'
import { changeConversation, findConversation } from '#lib/chat/conversation-repository.ts'
import type { Conversation, updateConversationSchema } from '#lib/chat/schema.ts'
import { serializeConversation } from '#lib/chat/serializers.ts'
import { systemClock } from '#lib/platform/clock.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { getConversationRow } from './get-conversation.ts'
import { requireOwner } from './require-owner.ts'
import { assertScope } from './scope.ts'

/** Renames a conversation or changes which documents it asks. @throws AppError not_found */
export function updateConversation(
  ctx: WorkspaceContext,
  id: string,
  changes: z.output<typeof updateConversationSchema>,
): Promise<Conversation> {
  requireRole(ctx, 'member')
  const owner = requireOwner(ctx)
  return withTenant(ctx, async (tx) => {
    await getConversationRow(tx, owner, id)
    await assertScope(tx, ctx.workspaceId, changes.scope)
    const { title, scope } = changes
    const row = await changeConversation(
      tx,
      { workspaceId: ctx.workspaceId, id },
      { ...(title !== undefined && { title }), ...(scope !== undefined && { scope }) },
    )
    return serializeConversation(row)
  })
}

/** Moves a conversation to the trash; doing it twice is no error. @throws AppError not_found */
export async function trashConversation(ctx: WorkspaceContext, id: string): Promise<void> {
  await setTrashed(ctx, id, systemClock.now())
}

/** Takes a conversation out of the trash, with all its citations. @throws AppError not_found */
export function restoreConversation(ctx: WorkspaceContext, id: string): Promise<Conversation> {
  return setTrashed(ctx, id, null)
}

function setTrashed(ctx: WorkspaceContext, id: string, trashedAt: Date | null): Promise<Conversation> {
  requireRole(ctx, 'member')
  const owner = requireOwner(ctx)
  return withTenant(ctx, async (tx) => {
    const row = await findConversation(tx, owner, id)
    if (!row) throw new AppError('not_found', 'There is no such conversation here.')
    return serializeConversation(
      await changeConversation(tx, { workspaceId: ctx.workspaceId, id }, { trashedAt }),
    )
  })
}
