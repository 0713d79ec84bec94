/**
 * The folder of a route from the address that was called: what its parameters took is put back as their names. So there
 * are as many templates as routes, whatever is asked for.
 *
 * @param params as Next.js gives them to a route.
 */
export function toRouteTemplate(pathname: string, params: Readonly<Record<string, unknown>>): string {
  let segments = pathname.split('/')
  for (const [name, value] of Object.entries(params)) {
    // A catch-all takes the whole end of the address.
    if (Array.isArray(value))
      segments = [...segments.slice(0, segments.length - value.length), `[...${name}]`]
    else segments = replaceLast(segments, String(value), `[${name}]`)
  }
  return segments.join('/')
}

/** A parameter stands as far to the right as its value is found: /api/documents/documents is /api/documents/[id]. */
function replaceLast(segments: readonly string[], value: string, by: string): string[] {
  const at = segments.findLastIndex((segment) => segment === value || decode(segment) === value)
  return at === -1 ? [...segments, by] : segments.with(at, by)
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
