// Workspaces with more credits than a bench can spend.
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { insertGrant, openAccount } from '#lib/billing/index.ts'
import { withPlatform } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import type { BenchDatabase } from '../retrieval/bench-database.ts'

const PLENTY_MC = 1_000_000_000_000

export async function makeAccounts({ owner }: BenchDatabase, count: number): Promise<WorkspaceContext[]> {
  const contexts: WorkspaceContext[] = []
  for (let i = 0; i < count; i++) {
    const workspaceId = createId()
    await owner.query('INSERT INTO workspace (id, slug, name) VALUES ($1, $2, $3)', [
      workspaceId,
      `bench-${workspaceId}`,
      `Bench ${i}`,
    ])
    await withPlatform('completeSignUp', async (tx) => {
      await openAccount(tx, { workspaceId, planKey: 'pro' })
      const sourceRef = createId()
      await insertGrant(tx, { workspaceId, source: 'topup', sourceRef, limitMc: PLENTY_MC, expiresAt: null })
    })
    contexts.push({ workspaceId, userId: null, role: 'owner', surface: 'job', requestId: 'bench' })
  }
  return contexts
}
