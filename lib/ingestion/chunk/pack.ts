import type { ChunkSize } from '#lib/documents/schema.ts'
import type { Atom } from './atoms.ts'

/** Lengths in characters. */
export interface PassageLength {
  readonly target: number
  readonly max: number
  readonly min: number
  /** A rest below this joins the passage before it. */
  readonly smallRest: number
}

/**
 * What a person may choose. The standard was measured by `npm run bench:retrieval`: the evidence found in 4,000
 * characters was .920 (.886 whole), at 800 and 15 % .883 (docs/decisions/0005). The others keep its proportions.
 */
export const PASSAGE_LENGTHS: Readonly<Record<ChunkSize, PassageLength>> = {
  small: { target: 500, max: 600, min: 250, smallRest: 100 },
  standard: { target: 1000, max: 1200, min: 500, smallRest: 200 },
  large: { target: 1600, max: 1920, min: 800, smallRest: 320 },
}
/** The share of a passage that the next one begins with inside a section. */
const OVERLAP = 0.25

export interface Range {
  start: number
  end: number
}

/** How far the atoms of a section are packed. */
export interface Packing {
  /** First atom of the next range. */
  from: number
  /** First atom that no range holds yet. */
  fresh: number
}

export function newPacking(): Packing {
  return { from: 0, fresh: 0 }
}

/**
 * Packs the atoms of one section to ranges of about the target length, going on from `packing`. A block stays whole where
 * it fits; neighbours share whole atoms at their seam.
 *
 * @param how.isWhole false while further atoms may come: then only those ranges are made that they cannot change.
 */
export function packAtoms(
  atoms: readonly Atom[],
  packing: Packing,
  { isWhole, length }: { isWhole: boolean; length: PassageLength },
): Range[] {
  const ranges: Range[] = []
  while (packing.fresh < atoms.length) {
    const { from, fresh } = packing
    // No range looks further than the longest one reaches.
    if (!isWhole && lengthOf(atoms, from, atoms.length) <= length.max) break
    const next = fill(atoms, { from, fresh }, length)
    ranges.push(rangeOf(atoms, from, next))
    packing.from = overlapStart(atoms, { fresh, next }, length)
    packing.fresh = next
  }
  return ranges
}

/** The atoms that are still needed; `packing` counts from the first of them then. */
export function dropAtoms(atoms: readonly Atom[], packing: Packing): Atom[] {
  const kept = atoms.slice(packing.from)
  packing.fresh -= packing.from
  packing.from = 0
  return kept
}

/** Index behind the last atom of the range that begins at `from`; always takes the atom at `fresh`. */
function fill(atoms: readonly Atom[], { from, fresh }: Packing, allowed: PassageLength): number {
  let next = fresh + 1
  while (next < atoms.length) {
    const blockEnd = endOfBlock(atoms, { index: next, from }, allowed)
    const length = lengthOf(atoms, from, next)
    const withBlock = lengthOf(atoms, from, blockEnd)
    if (withBlock <= allowed.target) next = blockEnd
    else if (withBlock <= allowed.max && length < allowed.min * 1.5) next = blockEnd
    else if (isInsideBlock(atoms, next) || length < allowed.min) {
      if (lengthOf(atoms, from, next + 1) > allowed.target) break
      next += 1
    } else break
  }
  const rest = lengthOf(atoms, next, atoms.length)
  const isSmallRest = rest < allowed.smallRest && lengthOf(atoms, from, atoms.length) <= allowed.max
  return isSmallRest ? atoms.length : next
}

/** Steps back from `next` over whole atoms while they fit the overlap. */
function overlapStart(
  atoms: readonly Atom[],
  { fresh, next }: { fresh: number; next: number },
  { target }: PassageLength,
): number {
  let start = next
  while (start - 1 > fresh && lengthOf(atoms, start - 1, next) <= target * OVERLAP) start -= 1
  return start
}

/** Looks no further than the longest passage from `from` on: a file without blank lines is one block of all its lines. */
function endOfBlock(
  atoms: readonly Atom[],
  { index, from }: { index: number; from: number },
  { max }: PassageLength,
): number {
  let end = index + 1
  while (end < atoms.length && atoms[end]?.block === atoms[index]?.block && lengthOf(atoms, from, end) <= max)
    end += 1
  return end
}

function isInsideBlock(atoms: readonly Atom[], index: number): boolean {
  return atoms[index]?.block === atoms[index - 1]?.block
}

function lengthOf(atoms: readonly Atom[], from: number, to: number): number {
  const { start, end } = rangeOf(atoms, from, to)
  return end - start
}

function rangeOf(atoms: readonly Atom[], from: number, to: number): Range {
  return { start: atoms[from]?.start ?? 0, end: atoms[to - 1]?.end ?? 0 }
}
