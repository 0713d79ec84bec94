import type { TextRun } from './text-run.ts'

/**
 * Version 1: `version, varint count`, then per run
 * `flags, varint gap to the run before, varint length, 4 × uint16 (x, y, w, h), [int16 angle], [advances]`.
 */
const VERSION = 1
/** Largest fraction as uint16: steps of 0.01 pt on an A4 page. */
const SCALE = 0xffff
const FLAG_RTL = 1
const FLAG_ADVANCES = 2
/** The two bits from here hold the quarter turns of an upright run. */
const QUARTER_SHIFT = 2
/** The angle is no multiple of 90 and follows in tenths of a degree. */
const FLAG_ANGLE = 16

/**
 * The compact form of a page's runs, about 12 bytes per run and 1 per character.
 *
 * @throws RangeError when runs are not in the order of the text or overlap in it.
 */
export function encodeRuns(runs: readonly TextRun[]): Uint8Array {
  const out = new Uint8Array(6 + runs.reduce((size, run) => size + 21 + (run.charEnd - run.charStart), 0))
  out[0] = VERSION
  let at = writeVarint(out, 1, runs.length)
  let previousEnd = 0
  for (const run of runs) {
    const length = run.charEnd - run.charStart
    if (run.charStart < previousEnd || length < 0)
      throw new RangeError('runs must be in the order of the text')
    const tenths = toTenths(run.angle)
    const upright = tenths % 900 === 0
    const advances = run.advances?.length === length ? run.advances : undefined
    out[at++] =
      (run.rtl ? FLAG_RTL : 0) |
      (advances ? FLAG_ADVANCES : 0) |
      (upright ? (tenths / 900) << QUARTER_SHIFT : FLAG_ANGLE)
    at = writeVarint(out, at, run.charStart - previousEnd)
    at = writeVarint(out, at, length)
    for (const fraction of [run.x, run.y, run.w, run.h]) at = writeUint16(out, at, toUint16(fraction))
    if (!upright) at = writeUint16(out, at, tenths)
    if (advances) {
      out.set(advances, at)
      at += length
    }
    previousEnd = run.charEnd
  }
  return out.subarray(0, at)
}

/** @throws RangeError when the bytes are cut short or have another version. */
export function decodeRuns(bytes: Uint8Array): TextRun[] {
  if (bytes[0] !== VERSION) throw new RangeError(`unknown version of text geometry: ${bytes[0]}`)
  const reader = new Reader(bytes)
  const runs: TextRun[] = []
  let previousEnd = 0
  for (let left = reader.varint(); left > 0; left--) {
    const flags = reader.byte()
    const charStart = previousEnd + reader.varint()
    const charEnd = charStart + reader.varint()
    const [x, y, w, h] = [reader.fraction(), reader.fraction(), reader.fraction(), reader.fraction()]
    const angle = flags & FLAG_ANGLE ? reader.uint16() / 10 : ((flags >> QUARTER_SHIFT) & 3) * 90
    const run: TextRun = { charStart, charEnd, x, y, w, h, angle, rtl: (flags & FLAG_RTL) !== 0 }
    if (flags & FLAG_ADVANCES) run.advances = reader.take(charEnd - charStart)
    runs.push(run)
    previousEnd = charEnd
  }
  return runs
}

class Reader {
  #at = 1
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  byte(): number {
    const value = this.#bytes[this.#at++]
    if (value === undefined) throw new RangeError('text geometry is cut short')
    return value
  }

  varint(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte()
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
  }

  uint16(): number {
    return this.byte() | (this.byte() << 8)
  }

  fraction(): number {
    return this.uint16() / SCALE
  }

  take(length: number): Uint8Array {
    const end = this.#at + length
    if (end > this.#bytes.length) throw new RangeError('text geometry is cut short')
    const part = this.#bytes.slice(this.#at, end)
    this.#at = end
    return part
  }
}

function writeVarint(out: Uint8Array, at: number, value: number): number {
  let rest = value
  let next = at
  while (rest > 0x7f) {
    out[next++] = (rest & 0x7f) | 0x80
    rest = Math.floor(rest / 128)
  }
  out[next++] = rest
  return next
}

function writeUint16(out: Uint8Array, at: number, value: number): number {
  out[at] = value & 0xff
  out[at + 1] = value >> 8
  return at + 2
}

function toUint16(fraction: number): number {
  return Math.round(Math.min(1, Math.max(0, fraction)) * SCALE)
}

/** Angle in tenths of a degree, 0 to 3599. */
function toTenths(angle: number): number {
  const tenths = Math.round(angle * 10) % 3600
  return tenths < 0 ? tenths + 3600 : tenths
}
