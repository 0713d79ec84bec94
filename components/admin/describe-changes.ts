/**
 * What differs between before and after, a line for each: `limits.documents: 5 → 9`. What is only there afterwards, like
 * the credits that were given, is named alone.
 */
export function describeChanges(before: unknown, after: unknown): string[] {
  const [then, now] = [flatten(before), flatten(after)]
  return [...new Set([...then.keys(), ...now.keys()])]
    .filter((key) => then.get(key) !== now.get(key))
    .map((key) => {
      const [was, is] = [then.get(key), now.get(key)]
      if (was === undefined) return `${key}: ${is}`
      return `${key}: ${was} → ${is ?? 'gone'}`
    })
}

function flatten(value: unknown, path = ''): Map<string, string> {
  if (Array.isArray(value)) return new Map([[path, value.length === 0 ? 'none' : value.join(', ')]])
  if (typeof value !== 'object' || value === null) {
    return path === '' ? new Map() : new Map([[path, value === null ? 'none' : String(value)]])
  }
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [...flatten(inner, path ? `${path}.${key}` : key)]),
  )
}
