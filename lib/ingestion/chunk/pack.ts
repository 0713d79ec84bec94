import type { Atom } from './atoms.ts'

/**
 * Lengths in characters, and the share of a passage that the next one begins with inside a section. Measured by
 * `npm run bench:retrieval`: the evidence found in 4,000 characters was .920 (.886 whole), at 800 and 15 % .883
 * (docs/decisions/0005).
 */
export const PASSAGE_LENGTH = { target: 1000, max: 1200, min: 500 } as const
const OVERLAP = 0.25
/** A rest below this joins the passage before it. */
const SMALL_REST = 200

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
 * @param isWhole false while further atoms may come: then only those ranges are made that they cannot change.
 */
export function packAtoms(atoms: readonly Atom[], packing: Packing, isWhole: boolean): Range[] {
  const ranges: Range[] = []
  while (packing.fresh < atoms.length) {
    const { from, fresh } = packing
    // No range looks further than the longest one reaches.
    if (!isWhole && lengthOf(atoms, from, atoms.length) <= PASSAGE_LENGTH.max) break
    const next = fill(atoms, from, fresh)
    ranges.push(rangeOf(atoms, from, next))
    packing.from = overlapStart(atoms, fresh, next)
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
function fill(atoms: readonly Atom[], from: number, fresh: number): number {
  let next = fresh + 1
  while (next < atoms.length) {
    const blockEnd = endOfBlock(atoms, next, from)
    const length = lengthOf(atoms, from, next)
    const withBlock = lengthOf(atoms, from, blockEnd)
    if (withBlock <= PASSAGE_LENGTH.target) next = blockEnd
    else if (withBlock <= PASSAGE_LENGTH.max && length < PASSAGE_LENGTH.min * 1.5) next = blockEnd
    else if (isInsideBlock(atoms, next) || length < PASSAGE_LENGTH.min) {
      if (lengthOf(atoms, from, next + 1) > PASSAGE_LENGTH.target) break
      next += 1
    } else break
  }
  const rest = lengthOf(atoms, next, atoms.length)
  const isSmallRest = rest < SMALL_REST && lengthOf(atoms, from, atoms.length) <= PASSAGE_LENGTH.max
  return isSmallRest ? atoms.length : next
}

/** Steps back from `next` over whole atoms while they fit the overlap. */
function overlapStart(atoms: readonly Atom[], fresh: number, next: number): number {
  let start = next
  while (start - 1 > fresh && lengthOf(atoms, start - 1, next) <= PASSAGE_LENGTH.target * OVERLAP) start -= 1
  return start
}

/** Looks no further than the longest passage from `from` on: a file without blank lines is one block of all its lines. */
function endOfBlock(atoms: readonly Atom[], index: number, from: number): number {
  let end = index + 1
  while (
    end < atoms.length &&
    atoms[end]?.block === atoms[index]?.block &&
    lengthOf(atoms, from, end) <= PASSAGE_LENGTH.max
  )
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
