import { describe, expect, it } from 'vitest'
import type { OverrideRow } from './repository.ts'
import { resolveEntitlements } from './snapshot.ts'

const override = (key: string, op: OverrideRow['op'], value: unknown = null): OverrideRow => ({
  key,
  op,
  value,
  reason: 'by contract',
})

describe('resolveEntitlements', () => {
  it('sets, adds and denies, in order', () => {
    const { limits } = resolveEntitlements('free', [
      override('documents', 'add', 10),
      override('pages', 'set', null),
      override('apiKeys', 'set', 3),
      override('apiKeys', 'deny'),
    ])
    expect(limits).toMatchObject({ documents: 15, pages: null, apiKeys: 0 })
  })

  it('gives and takes credits, in credits', () => {
    expect(resolveEntitlements('free', [override('credits', 'set', 75.5)]).creditsMc).toBe(75_500)
    expect(resolveEntitlements('free', [override('credits', 'add', -60)]).creditsMc).toBe(0)
  })

  it('keeps the credits of the plan where a contract gives no number', () => {
    expect(resolveEntitlements('enterprise', [override('credits', 'set')]).creditsMc).toBe(7_500_000)
  })

  it('pools by the seats of a contract', () => {
    const { limits, creditsMc } = resolveEntitlements('team', [override('seats', 'set', 10)])
    expect(limits).toMatchObject({ seats: 10, pages: 100_000, documents: 20_000 })
    expect(creditsMc).toBe(25_000_000)
  })

  it('switches features on and off, with the reason', () => {
    expect(resolveEntitlements('free', [override('mindMap', 'set', true)]).features).toEqual(['mindMap'])
    const { features, reasons } = resolveEntitlements('pro', [override('ocr', 'deny')])
    expect(features).toEqual(['mindMap', 'apiKeys'])
    expect(reasons).toEqual({ ocr: 'by contract' })
  })
})
