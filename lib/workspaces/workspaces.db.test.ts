import { describe, expect, it } from 'vitest'
import { ownerQuery } from '#lib/testing/database.ts'
import { createWorkspace } from '#lib/testing/factories.ts'
import { getWorkspace, updateWorkspace } from './index.ts'

const auditOf = (workspaceId: string) =>
  ownerQuery(
    "SELECT actor_user_id, detail FROM audit_entry WHERE workspace_id = $1 AND action = 'workspace.renamed'",
    [workspaceId],
  )

describe('updateWorkspace', () => {
  it('renames, and notes who did and what it was called before', async () => {
    const { workspaceId, userId, slug } = await createWorkspace()
    const before = await getWorkspace({ userId }, workspaceId)
    const renamed = await updateWorkspace({ userId }, workspaceId, { name: 'Reading room' })
    expect(renamed).toMatchObject({ id: workspaceId, slug, name: 'Reading room' })
    expect(await getWorkspace({ userId }, workspaceId)).toEqual(renamed)
    expect(await auditOf(workspaceId)).toEqual([
      { actor_user_id: userId, detail: { from: before.name, to: 'Reading room' } },
    ])
  })

  it('goes by the role in the database, and leaves all as it was below admin', async () => {
    const { workspaceId, userId } = await createWorkspace()
    const { name } = await getWorkspace({ userId }, workspaceId)
    await ownerQuery("UPDATE membership SET role = 'member' WHERE workspace_id = $1", [workspaceId])
    const attempt = updateWorkspace({ userId }, workspaceId, { name: 'Mine' })
    await expect(attempt).rejects.toMatchObject({ code: 'forbidden' })
    expect((await getWorkspace({ userId }, workspaceId)).name).toBe(name)
    expect(await auditOf(workspaceId)).toEqual([])
  })

  it('finds no workspace of somebody else', async () => {
    const [mine, other] = [await createWorkspace(), await createWorkspace()]
    const attempt = updateWorkspace({ userId: mine.userId }, other.workspaceId, { name: 'Mine' })
    await expect(attempt).rejects.toMatchObject({ code: 'not_found' })
  })
})
