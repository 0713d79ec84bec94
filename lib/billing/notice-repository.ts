import type { Tx } from '#lib/platform/db/index.ts'

/** What a person has put away in a workspace. */
export async function findDismissedKeys(tx: Tx, workspaceId: string, userId: string): Promise<Set<string>> {
  const rows = await tx.noticeDismissal.findMany({
    where: { workspaceId, userId },
    select: { noticeKey: true },
  })
  return new Set(rows.map(({ noticeKey }) => noticeKey))
}

/** Twice is as once. */
export async function insertDismissal(
  tx: Tx,
  dismissal: { workspaceId: string; userId: string; noticeKey: string },
): Promise<void> {
  await tx.noticeDismissal.createMany({ data: [dismissal], skipDuplicates: true })
}
