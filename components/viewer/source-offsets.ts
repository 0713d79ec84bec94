const ESCAPABLE = /[!-/:-@[-`{-~]/
const ENTITY = /&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z][a-zA-Z\d]{1,31});/y

/**
 * Where each place of a Markdown source stands in the value that it was read as. The value is the source without the
 * backslashes of escapes, the signs before a line, and with entities as what they stand for.
 *
 * @returns for an offset into `source` (0 to its length) the offset into `value`; ascending.
 */
export function alignSource(source: string, value: string): (offset: number) => number {
  if (source === value) return (offset) => clamp(offset, value.length)
  const places = new Uint32Array(source.length + 1)
  let at = 0
  for (let from = 0; from < source.length; ) {
    const length = lengthOfStep(source, from, value, at)
    for (let i = from; i < from + length.source; i += 1) places[i] = at
    from += length.source
    at = Math.min(at + length.value, value.length)
  }
  places[source.length] = value.length
  return (offset) => places[clamp(offset, source.length)] ?? value.length
}

/** How many characters the next sign of the source takes, and how many of the value it gives. */
function lengthOfStep(source: string, from: number, value: string, at: number) {
  const isEscape = source[from] === '\\' && ESCAPABLE.test(source[from + 1] ?? '')
  if (isEscape && source[from + 1] === value[at]) return { source: 2, value: 1 }
  if (source[from] === '&') {
    ENTITY.lastIndex = from
    const entity = ENTITY.exec(source)?.[0]
    if (entity && !value.startsWith(entity, at)) return { source: entity.length, value: entityLength(entity) }
  }
  return { source: 1, value: source[from] === value[at] ? 1 : 0 }
}

/** Named ones of two characters are rare; the place is then one off until the next sign that fits. */
function entityLength(entity: string): number {
  const [, hex, code = ''] = /^&#([xX]?)([\da-fA-F]+);$/.exec(entity) ?? []
  return code !== '' && Number.parseInt(code, hex ? 16 : 10) > 0xffff ? 2 : 1
}

function clamp(offset: number, length: number): number {
  return Math.min(Math.max(offset, 0), length)
}
