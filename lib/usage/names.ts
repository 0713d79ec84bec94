import type { WorkspaceContext } from '#lib/auth/context.ts'
import { findConversationTitles, findQuestions } from '#lib/chat/index.ts'
import { findDocumentNames } from '#lib/documents/index.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { findMemberNames } from '#lib/workspaces/index.ts'

/** What ids of the ledger are called; what is missing is gone, or not the caller's to read. */
export interface Names {
  readonly members: ReadonlyMap<string, string>
  readonly documents: ReadonlyMap<string, string>
  readonly conversations: ReadonlyMap<string, string>
  /** What was asked, by the run's id. */
  readonly questions: ReadonlyMap<string, string>
}

export interface NamedIds {
  readonly members?: readonly string[]
  readonly documents?: readonly string[]
  readonly conversations?: readonly string[]
  readonly runs?: readonly string[]
}

/** Conversations belong to a person, also for an admin: titles and questions are those of the caller alone. */
export async function findNames(ctx: WorkspaceContext, ids: NamedIds): Promise<Names> {
  const { workspaceId, userId } = ctx
  const { members = [], documents = [], conversations = [], runs = [] } = ids
  const own = userId ? { workspaceId, userId } : null
  const none: ReadonlyMap<string, string> = new Map()
  const found = await withTenant(ctx, async (tx) => ({
    documents: await findDocumentNames(tx, workspaceId, documents),
    conversations: own ? await findConversationTitles(tx, own, conversations) : none,
    questions: own ? await findQuestions(tx, own, runs) : none,
  }))
  return { members: await findMemberNames(workspaceId, members), ...found }
}
