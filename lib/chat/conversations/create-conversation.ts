import type { WorkspaceContext } from '#lib/auth/context.ts'
import { requireRole } from '#lib/auth/index.ts'
import { insertConversation } from '#lib/chat/conversation-repository.ts'
import type { Conversation, CreateConversation } from '#lib/chat/schema.ts'
import { serializeConversation } from '#lib/chat/serializers.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { requireOwner } from './require-owner.ts'
import { assertScope } from './scope.ts'
import { UNTITLED } from './title.ts'

/**
 * An empty conversation; its title comes from its first question.
 *
 * @throws AppError not_found (a document of the scope is not here)
 */
export function createConversation(ctx: WorkspaceContext, input: CreateConversation): Promise<Conversation> {
  requireRole(ctx, 'member')
  const owner = requireOwner(ctx)
  return withTenant(ctx, async (tx) => {
    await assertScope(tx, ctx.workspaceId, input.scope)
    const row = await insertConversation(tx, {
      ...owner,
      id: createId(),
      title: UNTITLED,
      scope: input.scope ?? {},
    })
    return serializeConversation(row)
  })
}
