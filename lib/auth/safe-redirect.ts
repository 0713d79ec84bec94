/**
 * Where to go after signing in: a path of our own, whatever the address says.
 *
 * @param target anything from a query: only `/path?query#hash` survives.
 * @returns the path as a browser would read it, else `fallback`.
 */
export function toSafePath(target: string | null | undefined, fallback = '/'): string {
  // Browsers read backslashes as slashes and drop tabs and line breaks, so either may hide a second slash.
  if (!target?.startsWith('/') || /[\\\p{Cc}]/u.test(target)) return fallback
  if (!URL.canParse(target, BASE)) return fallback
  const url = new URL(target, BASE)
  const path = `${url.pathname}${url.search}${url.hash}`
  // `/%2f%2fevil` stays a path for us, but a proxy that decodes once more would make it an address.
  const decoded = /^\/(?:%2f|%5c|\/|\\)/i.test(path)
  return url.origin === BASE && !decoded ? path : fallback
}

const BASE = 'https://own.invalid'
