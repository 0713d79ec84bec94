import { describe, expect, it } from 'vitest'
import { withTenant } from '#lib/platform/db/index.ts'
import { hold, insertAccount } from '#lib/testing/billing.ts'
import { readQuota, takeStock } from './index.ts'

describe('readQuota', () => {
  it('tells the credits that are left beside what is held, and when there are more', async () => {
    const ctx = await insertAccount()
    await hold(ctx)
    expect(await readQuota(ctx, 'credits')).toEqual({
      'X-Quota-Meter': 'credits',
      'X-Quota-Remaining': '49',
      'X-Quota-Reset': expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    })
  })

  it('tells how many more documents may be stored', async () => {
    const ctx = await insertAccount()
    await withTenant(ctx, (tx) => takeStock(tx, ctx, 'documents', 2))
    expect(await readQuota(ctx, 'documents')).toEqual({
      'X-Quota-Meter': 'documents',
      'X-Quota-Remaining': '3',
    })
  })
})
