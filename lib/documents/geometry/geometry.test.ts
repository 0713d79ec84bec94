import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeRuns, encodeRuns, type TextRun, toRects } from './index.ts'

const STEP = 1 / 0xffff

const fraction = fc.double({ min: 0, max: 1, noNaN: true })
const runsArbitrary = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 0, max: 300 }),
      length: fc.integer({ min: 1, max: 200 }),
      box: fc.tuple(fraction, fraction, fraction, fraction),
      angle: fc.oneof(
        fc.constantFrom(0, 90, 180, 270),
        fc.integer({ min: 0, max: 3599 }).map((tenths) => tenths / 10),
      ),
      rtl: fc.boolean(),
      measured: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  .map((items) => {
    let end = 0
    return items.map(({ gap, length, box: [x, y, w, h], angle, rtl, measured }): TextRun => {
      const charStart = end + gap
      end = charStart + length
      const run: TextRun = { charStart, charEnd: end, x: x / 2, y: y / 2, w: w / 2, h: h / 2, angle, rtl }
      if (measured) run.advances = Uint8Array.from({ length }, (_, i) => (i * 37) % 251)
      return run
    })
  })

const line = (from: number, to: number, over: Partial<TextRun> = {}): TextRun => ({
  charStart: from,
  charEnd: to,
  x: 0.1,
  y: 0.2,
  w: 0.5,
  h: 0.02,
  angle: 0,
  rtl: false,
  ...over,
})

const rounded = (rects: readonly (readonly number[])[]) =>
  rects.map((rect) => rect.map((value) => Math.round(value * 1e6) / 1e6))

describe('the compact form of runs', () => {
  it('comes back with offsets, direction and advances unchanged and boxes within a step', () => {
    fc.assert(
      fc.property(runsArbitrary, (runs) => {
        const back = decodeRuns(encodeRuns(runs))
        expect(back.length).toBe(runs.length)
        back.forEach((run, i) => {
          const original = runs[i]
          if (!original) throw new Error('a run too many')
          for (const key of ['charStart', 'charEnd', 'rtl', 'advances'] as const)
            expect(run[key]).toEqual(original[key])
          expect(run.angle).toBeCloseTo(original.angle, 5)
          for (const key of ['x', 'y', 'w', 'h'] as const)
            expect(Math.abs(run[key] - original[key])).toBeLessThanOrEqual(STEP)
        })
      }),
    )
  })

  it('starts with its version, and refuses another one and bytes that are cut short', () => {
    const bytes = encodeRuns([line(0, 10)])
    expect(bytes[0]).toBe(1)
    expect(() => decodeRuns(Uint8Array.of(9, 0))).toThrow(RangeError)
    expect(() => decodeRuns(bytes.subarray(0, bytes.length - 1))).toThrow(RangeError)
    expect(() => decodeRuns(new Uint8Array())).toThrow(RangeError)
  })

  it('refuses runs that are out of order', () => {
    expect(() => encodeRuns([line(5, 9), line(0, 4)])).toThrow(RangeError)
  })
})

describe('toRects', () => {
  it('stays inside the boxes of the runs that it touches', () => {
    fc.assert(
      fc.property(runsArbitrary, fc.nat(4000), fc.nat(4000), (runs, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        const touched = runs.filter((run) => run.charEnd > from && run.charStart < to)
        for (const [x, y, w, h] of toRects(runs, from, to)) {
          expect(x).toBeGreaterThanOrEqual(Math.min(...touched.map((run) => run.x)) - 1e-9)
          expect(y).toBeGreaterThanOrEqual(Math.min(...touched.map((run) => run.y)) - 1e-9)
          expect(x + w).toBeLessThanOrEqual(Math.max(...touched.map((run) => run.x + run.w)) + 1e-9)
          expect(y + h).toBeLessThanOrEqual(Math.max(...touched.map((run) => run.y + run.h)) + 1e-9)
        }
      }),
    )
  })

  it('covers with neighbouring ranges exactly what the whole range covers in a run', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 19 }),
        fc.constantFrom(0, 90, 180, 270),
        fc.boolean(),
        (cut, angle, rtl) => {
          const runs = [
            line(0, 20, { angle, rtl, advances: Uint8Array.from({ length: 20 }, (_, i) => i + 1) }),
          ]
          const area = (rects: number[][]) => rects.reduce((sum, [, , w = 0, h = 0]) => sum + w * h, 0)
          const parts = area([...toRects(runs, 0, cut), ...toRects(runs, cut, 20)])
          expect(parts).toBeCloseTo(area(toRects(runs, 0, 20)), 9)
        },
      ),
    )
  })

  it('cuts from the side where reading starts', () => {
    const half = (over: Partial<TextRun>) => rounded(toRects([line(0, 10, over)], 0, 5))
    expect(half({})).toEqual([[0.1, 0.2, 0.25, 0.02]])
    expect(half({ rtl: true })).toEqual([[0.35, 0.2, 0.25, 0.02]])
    expect(half({ angle: 180 })).toEqual([[0.35, 0.2, 0.25, 0.02]])
    const tall = { w: 0.02, h: 0.5 }
    expect(half({ ...tall, angle: 90 })).toEqual([[0.1, 0.2, 0.02, 0.25]])
    expect(half({ ...tall, angle: 270 })).toEqual([[0.1, 0.45, 0.02, 0.25]])
  })

  it('cuts by the advances where they are known', () => {
    const runs = [line(0, 3, { advances: Uint8Array.of(50, 25, 25) })]
    expect(rounded(toRects(runs, 0, 1))).toEqual([[0.1, 0.2, 0.25, 0.02]])
  })

  it('merges the pieces of a line and keeps lines and columns apart', () => {
    const runs = [
      line(0, 5, { w: 0.1 }),
      line(6, 10, { x: 0.21, w: 0.1 }),
      line(11, 15, { y: 0.23 }),
      line(16, 20, { x: 0.7, w: 0.1, y: 0.23 }),
    ]
    expect(rounded(toRects(runs, 0, 20))).toEqual([
      [0.1, 0.2, 0.21, 0.02],
      [0.1, 0.23, 0.5, 0.02],
      [0.7, 0.23, 0.1, 0.02],
    ])
  })

  it('gives nothing for an empty range and for text without a place', () => {
    expect(toRects([line(0, 10)], 4, 4)).toEqual([])
    expect(toRects([line(0, 10)], 12, 14)).toEqual([])
  })
})
