import { describe, expect, it } from 'vitest'
import { denialsWritten } from '#lib/billing/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { insertAccount } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { countRefusal } from './count-refusal.ts'

const refuse = () => Promise.reject(new AppError('quota_exceeded', 'None are left.', { meter: 'credits' }))

describe('the work of a request', () => {
  it('is counted once where the plan refuses it, and stays refused', async () => {
    const ctx = await insertAccount()
    await expect(countRefusal({ user: null, ctx }, refuse)).rejects.toMatchObject({ code: 'quota_exceeded' })
    expect(await countRefusal({ user: null, ctx }, () => 'done')).toBe('done')
    await expect(countRefusal({ user: null, ctx: null }, refuse)).rejects.toMatchObject({ status: 402 })
    await denialsWritten()
    const rows = await ownerQuery('SELECT code, subject, count::int AS count FROM denial_daily')
    expect(rows).toEqual([{ code: 'quota_exceeded', subject: 'credits', count: 1 }])
  })
})
