import { describe, expect, it } from 'vitest'
import { accessProblem, featureNotInPlan, limitReached, notBillingAdmin, quotaExceeded } from './problems.ts'

const standing = { planKey: 'free', access: 'full' } as const
const full = (limitKey: 'pages' | 'pagesPerDocument') =>
  limitReached({ role: 'owner' }, standing, { limitKey, limit: 50, used: 0, requested: 1_080 }).message

const balance = {
  limitMc: 50_000,
  usedMc: 48_500,
  reservedMc: 1_000,
  availableMc: 500,
  periodStart: new Date('2026-11-24T10:00:00.000Z'),
  resetsAt: new Date('2026-12-24T10:00:00.000Z'),
}

describe('limitReached', () => {
  it('speaks of the document where it is too long, and not of deleting others', () => {
    expect(full('pagesPerDocument')).toBe(
      'Your plan takes documents of up to 50 pages and this one has 1,080. Split it first.',
    )
  })

  it('speaks of what is held where the plan is full', () => {
    expect(full('pages')).toBe('Your plan holds 50 pages and you have 0. Delete some first.')
  })
})

describe('every refusal by the plan', () => {
  const refusals = (role: 'owner' | 'admin') => ({
    quota: quotaExceeded({ role }, standing, balance, 1_000),
    limit: limitReached({ role }, standing, { limitKey: 'documents', limit: 5, used: 7, requested: 1 }),
    feature: featureNotInPlan({ role }, standing, 'members'),
    readOnly: accessProblem({ role }, { ...standing, access: 'readOnly' }),
    hold: accessProblem({ role }, { ...standing, access: 'hold' }),
  })

  it('carries all that the owner needs to go on', () => {
    const { quota, limit, feature, readOnly, hold } = refusals('owner')
    const common = { plan: 'free', access: 'full', contactOwner: false }
    expect(quota.extensions).toEqual({
      ...common,
      meter: 'credits',
      limit: 50,
      used: 48.5,
      reserved: 1,
      available: 0.5,
      requested: 1,
      periodStart: '2026-11-24T10:00:00.000Z',
      resetsAt: '2026-12-24T10:00:00.000Z',
      requiredPlan: 'pro',
      upgradeUrl: '/pricing?plan=pro',
    })
    expect(limit.extensions).toEqual({
      ...common,
      limitKey: 'documents',
      limit: 5,
      used: 7,
      reserved: 0,
      available: 0,
      requested: 1,
      requiredPlan: 'pro',
      upgradeUrl: '/pricing?plan=pro',
    })
    expect(feature.extensions).toEqual({
      ...common,
      feature: 'members',
      requiredPlan: 'team',
      upgradeUrl: '/pricing?plan=team',
    })
    expect([readOnly?.code, readOnly?.extensions]).toEqual([
      'payment_required',
      { ...common, access: 'readOnly' },
    ])
    expect([hold?.code, hold?.extensions]).toEqual(['billing_hold', { ...common, access: 'hold' }])
  })

  it('sends everybody else to the owner, without an upgrade', () => {
    for (const problem of Object.values(refusals('admin'))) {
      expect(problem?.status).toBe(402)
      expect(problem?.extensions).toMatchObject({ contactOwner: true })
      expect(problem?.extensions).not.toHaveProperty('upgradeUrl')
    }
    expect(notBillingAdmin('admin')).toMatchObject({ status: 403, extensions: { contactOwner: true } })
  })
})
