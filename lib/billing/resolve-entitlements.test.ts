import { describe, expect, it } from 'vitest'
import type { OverrideRow } from './override-repository.ts'
import { PLANS } from './plans.ts'
import { resolveEntitlements } from './resolve-entitlements.ts'

const override = (key: string, op: OverrideRow['op'], value: unknown = null): OverrideRow => ({
  key,
  op,
  value,
  reason: 'by contract',
})

describe('resolveEntitlements', () => {
  it('sets, adds and denies, in order', () => {
    const { limits } = resolveEntitlements(PLANS.free, [
      override('documents', 'add', 10),
      override('pages', 'set', null),
      override('apiKeys', 'set', 3),
      override('apiKeys', 'deny'),
    ])
    expect(limits).toMatchObject({ documents: 15, pages: null, apiKeys: 0 })
  })

  it('gives and takes credits, in credits', () => {
    expect(resolveEntitlements(PLANS.free, [override('credits', 'set', 75.5)]).creditsMc).toBe(75_500)
    expect(resolveEntitlements(PLANS.free, [override('credits', 'add', -60)]).creditsMc).toBe(0)
  })

  it('keeps the credits of the plan where a contract gives no number', () => {
    expect(resolveEntitlements(PLANS.enterprise, [override('credits', 'set')]).creditsMc).toBe(7_500_000)
  })

  it('pools by the seats of a contract', () => {
    const { limits, creditsMc } = resolveEntitlements(PLANS.team, [override('seats', 'set', 10)])
    expect(limits).toMatchObject({ seats: 10, pages: 100_000, documents: 20_000 })
    expect(creditsMc).toBe(25_000_000)
  })

  it('switches features on and off, and keeps the reason of staff to them', () => {
    expect(resolveEntitlements(PLANS.free, [override('mindMap', 'set', true)]).features).toEqual(['mindMap'])
    const { features, reasons } = resolveEntitlements(PLANS.pro, [override('ocr', 'deny')])
    expect(features).toEqual(['mindMap', 'apiKeys'])
    expect(reasons).toEqual({ ocr: 'Switched off for this workspace. Ask us.' })
  })
})
