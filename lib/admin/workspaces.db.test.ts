import { describe, expect, it } from 'vitest'
import { createWorkspace } from '#lib/testing/factories.ts'
import { createStaff } from '#lib/testing/staff.ts'
import { getWorkspace, listLedger, listWorkspaces } from './index.ts'

describe('a workspace', () => {
  it('is seen by staff whatever others are called', async () => {
    const staff = await createStaff()
    const { workspaceId } = await createWorkspace()
    for (let at = 0; at < 60; at += 1) await createWorkspace({ name: workspaceId })
    expect((await getWorkspace(staff, workspaceId)).id).toBe(workspaceId)
    expect((await listLedger(staff, workspaceId, {})).items).not.toEqual([])
    const first = await listWorkspaces(staff, { q: workspaceId })
    expect([first.items[0]?.id, first.items.length]).toEqual([workspaceId, 50])
    const second = await listWorkspaces(staff, { q: workspaceId, cursor: first.nextCursor ?? undefined })
    const ids = [...first.items, ...second.items].map(({ id }) => id)
    expect([new Set(ids).size, ids.length, second.nextCursor]).toEqual([61, 61, null])
  })

  it('is found by parts of its name, its address and an owner, and by no wildcard', async () => {
    const staff = await createStaff()
    const ctx = await createWorkspace({ name: 'Quarry 100% Ltd' })
    const find = async (q: string) => (await listWorkspaces(staff, { q })).items.map(({ id }) => id)
    expect(await find('quarry 100%')).toEqual([ctx.workspaceId])
    expect(await find(ctx.user.email.toUpperCase())).toContain(ctx.workspaceId)
    expect(await find('Q_arry')).toEqual([])
  })
})
