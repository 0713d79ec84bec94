import { expect, it } from 'vitest'
import { withTenant } from '#lib/platform/db/index.ts'
import { insertAccount, setStock } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { insertDocument } from '#lib/testing/factories/rows.ts'
import { restoreDocument } from './index.ts'

it('takes out of the trash, of three at once, exactly the one that the plan still has room for', async () => {
  const ctx = await insertAccount()
  const trashed = await Promise.all([1, 2, 3].map(() => insertDocument(ctx)))
  await ownerQuery('UPDATE document SET trashed_at = now() WHERE workspace_id = $1', [ctx.workspaceId])
  await withTenant(ctx, (tx) => setStock(tx, ctx.workspaceId, 'documents', 4))
  const ends = await Promise.allSettled(trashed.map(({ documentId }) => restoreDocument(ctx, documentId)))
  const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
  expect(refused).toMatchObject([{ code: 'limit_reached' }, { code: 'limit_reached' }])
  const [row] = await ownerQuery<{ count: number }>(
    'SELECT count(*)::int AS count FROM document WHERE workspace_id = $1 AND trashed_at IS NULL',
    [ctx.workspaceId],
  )
  expect(row?.count).toBe(1)
})
