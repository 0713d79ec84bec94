import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeNotes } from './place-notes.ts'

const note = (anchor: number, full = 100) => ({ anchor, full, line: 26 })

describe('placeNotes', () => {
  it('puts a note at the top of its anchor, in full where it fits', () => {
    expect(placeNotes([note(10), note(200)])).toEqual([
      { top: 10, compact: false },
      { top: 200, compact: false },
    ])
  })

  it('cuts a note to one line where it would push the next one away', () => {
    expect(placeNotes([note(10), note(30)])).toEqual([
      { top: 10, compact: true },
      { top: 36, compact: false },
    ])
  })

  it('keeps a note per sentence beside its sentence', () => {
    const notes = Array.from({ length: 40 }, (_, index) => note(index * 28))
    const drifts = placeNotes(notes).map(({ top }, index) => top - index * 28)
    expect(Math.max(...drifts)).toBeLessThanOrEqual(56)
  })

  it('prints no note over another and keeps their order, whatever their anchors and heights', () => {
    const any = fc.record({
      anchor: fc.nat(2_000),
      full: fc.integer({ min: 20, max: 400 }),
      line: fc.integer({ min: 20, max: 60 }),
    })
    void fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), (notes) => {
        const places = placeNotes(notes)
        expect(places).toHaveLength(notes.length)
        for (const [index, { top, compact }] of places.entries()) {
          const own = notes[index]
          const next = places[index + 1]
          expect(top).toBeGreaterThanOrEqual(own?.anchor ?? 0)
          const height = compact ? own?.line : own?.full
          if (next) expect(next.top).toBeGreaterThanOrEqual(top + (height ?? 0))
        }
      }),
    )
  })
})
