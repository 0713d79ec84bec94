import { env } from '#lib/platform/env.ts'

/**
 * Who called, as far as the configured proxies can be believed: each appends the address it saw, so the one that our
 * outermost proxy wrote stands `trustedProxyHops` from the end. null without a proxy, where the header is anybody's.
 */
export function clientAddress(request: { headers: Headers }): string | null {
  const { trustedProxyHops } = env()
  if (trustedProxyHops === 0) return null
  const hops = (request.headers.get('x-forwarded-for') ?? '').split(',').map((part) => part.trim())
  return hops.at(-trustedProxyHops) || null
}
