import { describe, expect, it } from 'vitest'
import { accessOf } from './access-state.ts'

const failed = new Date('2026-03-01T10:00:00.000Z')
const end = new Date('2026-03-08T10:00:00.000Z')
const at = (iso: string) => new Date(iso)

describe('accessOf', () => {
  it.each([
    ['no failed payment', null, null, '2026-03-01T10:00:00.000Z', 'full', null],
    ['the moment of the failure', null, failed, '2026-03-01T10:00:00.000Z', 'grace', end],
    ['the last millisecond of the grace', null, failed, '2026-03-08T09:59:59.999Z', 'grace', end],
    ['the end of the grace', null, failed, '2026-03-08T10:00:00.000Z', 'readOnly', null],
    ['long after it', null, failed, '2027-01-01T00:00:00.000Z', 'readOnly', null],
    ['a hold', 'dispute', null, '2026-03-01T10:00:00.000Z', 'hold', null],
    ['a hold within a grace', 'dispute', failed, '2026-03-02T10:00:00.000Z', 'hold', null],
    ['a hold after a grace', 'dispute', failed, '2027-03-02T10:00:00.000Z', 'hold', null],
  ] as const)('with %s', (_, holdReason, graceStartedAt, now, access, until) => {
    expect(accessOf({ holdReason, graceStartedAt }, at(now))).toEqual({ access, until })
  })
})
