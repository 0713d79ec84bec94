import { DIMENSIONS, MAX_ELEMENTS } from './parameters.ts'
import type { SparseVector } from './weights.ts'

/** Stands for an empty side, which pgvector's inner product cannot use; too small to move any score. */
const EMPTY = `{1:1e-9}/${DIMENSIONS}`

/** A vector as pgvector's `sparsevec` literal, `{dimension:weight,…}/dimensions`, ascending, zeros left out. */
export function toSparseLiteral(vector: SparseVector): string {
  const elements = [...vector]
    .filter(([, weight]) => weight > 0)
    .sort(([a], [b]) => a - b)
    .slice(0, MAX_ELEMENTS)
  if (elements.length === 0) return EMPTY
  return `{${elements.map(([dimension, weight]) => `${dimension}:${Number(weight.toPrecision(7))}`).join(',')}}/${DIMENSIONS}`
}

/** The dimensions of a literal as the database returns it; none for the stand-in of an empty side. */
export function parseDimensions(literal: string): number[] {
  const dimensions: number[] = []
  for (const match of literal.matchAll(/(\d+):([^,}]+)/g)) {
    if (Number(match[2]) > 1e-6) dimensions.push(Number(match[1]))
  }
  return dimensions
}
