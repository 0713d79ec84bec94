import { withPlatform } from '#lib/platform/db/index.ts'
import { findNames } from './owner-repository.ts'

/**
 * What members of a workspace are called, by id. Members may not read each other's rows; who asks has shown that they may
 * see what the others used.
 *
 * @returns nothing for who is no member (any more).
 */
export async function findMemberNames(
  workspaceId: string,
  userIds: readonly string[],
): Promise<Map<string, string>> {
  if (userIds.length === 0) return new Map()
  return withPlatform('findMemberNames', (tx) => findNames(tx, workspaceId, userIds))
}
