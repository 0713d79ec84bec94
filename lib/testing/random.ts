/** Numbers that look random and come out the same for the same seed (mulberry32, Tommy Ettinger, 2017, public domain). */
export interface Random {
  /** From 0 to 1, 1 excluded. */
  next(): number
  /** A whole number, both ends included. */
  integer(min: number, max: number): number
  /** @returns undefined for an empty list. */
  pick<T>(list: readonly T[]): T | undefined
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    integer: (min, max) => min + Math.floor(next() * (max - min + 1)),
    pick: (list) => list[Math.floor(next() * list.length)],
  }
}
