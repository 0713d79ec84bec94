import { decode, encode, type JWT } from 'next-auth/jwt'
import * as z from 'zod'
import { env } from '#lib/platform/env.ts'

/** Absolute life of a session; the row has the last word. */
export const SESSION_MAX_AGE_SECONDS = 30 * 24 * 60 * 60

const claimsSchema = z.object({ sub: z.uuid(), sid: z.string().min(20).max(200) })
/** All that the cookie's token holds: the person and the secret of the session row. */
export type SessionClaims = z.infer<typeof claimsSchema>

/**
 * Name and flags of a cookie of ours. `__Host-` binds it to this host alone; browsers take that only over https, so on a
 * laptop the name is plain.
 */
export function cookieOf(name: string) {
  const secure = env().appUrl.startsWith('https:')
  return {
    name: secure ? `__Host-footnote.${name}` : `footnote.${name}`,
    options: { httpOnly: true, sameSite: 'lax' as const, path: '/', secure },
  }
}

/** A set-cookie header for a cookie of ours; `maxAgeSeconds` 0 removes it. */
export function serializeCookie(cookie: string, value: string, maxAgeSeconds: number): string {
  const { name, options } = cookieOf(cookie)
  return `${name}=${value}; Path=${options.path}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${options.secure ? '; Secure' : ''}`
}

/** The value of a cookie of ours in a request's cookie header. */
export function findCookie(headers: Headers, cookie: string): string | null {
  const { name } = cookieOf(cookie)
  for (const part of (headers.get('cookie') ?? '').split(';')) {
    const [key, ...value] = part.split('=')
    if (key?.trim() === name) return value.join('=').trim()
  }
  return null
}

/** The token for a session, encrypted with the first secret. */
export function encodeSession(claims: SessionClaims): Promise<string> {
  return encode({ token: claims, secret: env().authSecrets[0], maxAge: SESSION_MAX_AGE_SECONDS })
}

/** Reads a token with whichever secret made it, so that secrets can be replaced without signing everybody out. */
export async function decodeSession(token: string | undefined): Promise<(SessionClaims & JWT) | null> {
  if (!token) return null
  for (const secret of env().authSecrets) {
    const payload = await decode({ token, secret }).catch(() => null)
    const claims = claimsSchema.safeParse(payload)
    if (claims.success) return { ...claims.data }
  }
  return null
}
