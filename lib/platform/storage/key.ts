const SEGMENT = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}(?:\.[A-Za-z0-9]{1,8})?$/
const MAX_SEGMENTS = 6

/**
 * The parts of a storage key. Closed on purpose: no dots to climb with, no separators, no empty parts.
 *
 * @throws Error for any other key; the key itself is not repeated.
 */
export function parseKey(key: string): string[] {
  const segments = key.split('/')
  if (segments.length > MAX_SEGMENTS || !segments.every((segment) => SEGMENT.test(segment))) {
    throw new Error('This is not a storage key.')
  }
  return segments
}
