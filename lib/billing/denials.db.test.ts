import { describe, expect, it } from 'vitest'
import { AppError } from '#lib/platform/errors.ts'
import { createId } from '#lib/platform/id.ts'
import { insertAccount } from '#lib/testing/billing.ts'
import { ownerQuery, runInProcess } from '#lib/testing/database.ts'
import { denialsWritten, recordDenial } from './denials.ts'

const quota = () => new AppError('quota_exceeded', 'None are left.', { meter: 'credits' })

function listDenials(workspaceId: string) {
  return ownerQuery(
    `SELECT code, subject, plan_key AS "planKey", count::int AS count FROM denial_daily WHERE workspace_id = $1 ORDER BY code, subject`,
    [workspaceId],
  )
}

describe('counting refusals', () => {
  it('counts by code, subject and plan, and only what the plan has refused', async () => {
    const ctx = await insertAccount({ plan: 'pro' })
    recordDenial(ctx, quota())
    recordDenial(ctx, quota())
    recordDenial(ctx, new AppError('limit_reached', 'Full.', { limitKey: 'documents' }))
    recordDenial(ctx, new AppError('feature_not_in_plan', 'Not here.', { feature: 'ocr' }))
    recordDenial(ctx, new AppError('billing_hold', 'On hold.'))
    recordDenial(ctx, new AppError('file_too_large', 'Large.', { maxBytes: 1, planMaxBytes: 1 }))
    for (const code of ['not_found', 'forbidden', 'body_too_large', 'rate_limited'] as const) {
      recordDenial(ctx, new AppError(code, 'No.'))
    }
    recordDenial(ctx, new AppError('file_too_large', 'More came than was announced.'))
    recordDenial(ctx, new Error('a mistake of ours'))
    await denialsWritten()
    const of = (code: string, subject: string, count = 1) => ({ code, subject, planKey: 'pro', count })
    expect(await listDenials(ctx.workspaceId)).toEqual([
      of('billing_hold', ''),
      of('feature_not_in_plan', 'ocr'),
      of('file_too_large', 'bytesPerDocument'),
      of('limit_reached', 'documents'),
      of('quota_exceeded', 'credits', 2),
    ])
  })

  it('loses none of 600 from three processes at once', async () => {
    const { workspaceId } = await insertAccount()
    const children = [1, 2, 3].map(() => runInProcess('lib/testing/denial-child.ts', [workspaceId, '200']))
    const ends = await Promise.all(children.map(({ exited }) => exited))
    expect(ends.map(({ code, stderr }) => [code, stderr])).toEqual([0, 0, 0].map((code) => [code, '']))
    expect(await listDenials(workspaceId)).toMatchObject([{ code: 'quota_exceeded', count: 600 }])
  }, 60_000)

  it('never fails a refusal: what cannot be written is lost', async () => {
    recordDenial({ workspaceId: 'no id' }, quota())
    await denialsWritten()
    const ctx = await insertAccount()
    recordDenial({ workspaceId: createId() }, quota())
    recordDenial(ctx, quota())
    await denialsWritten()
    expect(await listDenials(ctx.workspaceId)).toHaveLength(1)
  })
})
