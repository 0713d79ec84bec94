import { beforeAll, describe, expect, it } from 'vitest'
import type { UserContext } from '#lib/auth/context.ts'
import { createId } from '#lib/platform/id.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { createWorkspace } from '#lib/testing/factories.ts'
import { createStaff } from '#lib/testing/staff.ts'
import { getDenials, getWorkspace, listChecks } from './index.ts'

let staff: UserContext
beforeAll(async () => {
  staff = await createStaff()
})

describe('denials', () => {
  it('are summed by code, subject and plan over the range', async () => {
    const [one, other] = [await createWorkspace(), await createWorkspace()]
    const insert = (workspaceId: string, day: string, code: string, count: number) =>
      ownerQuery(
        `INSERT INTO denial_daily (workspace_id, day, code, subject, plan_key, count) VALUES ($1, $2, $3, 'credits', 'free', $4)`,
        [workspaceId, day, code, count],
      )
    await insert(one.workspaceId, '2026-03-01', 'quota_exceeded', 3)
    await insert(one.workspaceId, '2026-03-31', 'quota_exceeded', 4)
    await insert(other.workspaceId, '2026-03-31', 'quota_exceeded', 5)
    await insert(other.workspaceId, '2026-03-15', 'limit_reached', 2)
    await insert(other.workspaceId, '2026-04-01', 'limit_reached', 100)
    const range = { from: '2026-03-01', to: '2026-03-31' }
    const { total, items } = await getDenials(staff, range)
    expect(total).toBe(14)
    expect(items.map(({ code, count, workspaces }) => [code, count, workspaces])).toEqual([
      ['quota_exceeded', 12, 2],
      ['limit_reached', 2, 1],
    ])
    expect((await getDenials(staff, { ...range, workspaceId: one.workspaceId })).total).toBe(7)
    expect(
      (await getWorkspace(staff, one.workspaceId)).denials.map(({ day, count }) => [day, count]),
    ).toEqual([
      ['2026-03-31', 4],
      ['2026-03-01', 3],
    ])
  })
})

describe('checks of the controls', () => {
  it('are the last of each, the broken ones first, with how long it has been so', async () => {
    const insert = (checkKey: string, ok: boolean, at: string) =>
      ownerQuery(
        `INSERT INTO control_check (id, check_key, ok, violations, sample, duration_ms, ran_at) VALUES ($1, $2, $3, $4, $5, 7, $6)`,
        [createId(), checkKey, ok, ok ? 0 : 2, JSON.stringify(ok ? [] : [{ balanceMc: -5 }]), at],
      )
    for (const minute of [1, 2, 3]) await insert('test.steady', true, `2026-03-01T10:0${minute}:00Z`)
    await insert('test.broken', true, '2026-03-01T10:01:00Z')
    await insert('test.broken', false, '2026-03-01T10:02:00Z')
    await insert('test.broken', false, '2026-03-01T10:03:00Z')
    const items = (await listChecks(staff)).items.filter(({ checkKey }) => checkKey.startsWith('test.'))
    expect(
      items.map(({ checkKey, ok, ranAt, since }) => [checkKey, ok, ranAt.slice(11, 16), since.slice(11, 16)]),
    ).toEqual([
      ['test.broken', false, '10:03', '10:02'],
      ['test.steady', true, '10:03', '10:01'],
    ])
    expect(items[0]?.sample).toEqual([{ balanceMc: -5 }])
  })
})
