import { type SessionOrigin, startSession } from '#lib/auth/index.ts'
import { clientAddress } from './client-address.ts'
import {
  decodeSession,
  encodeSession,
  findCookie,
  SESSION_MAX_AGE_SECONDS,
  serializeCookie,
} from './session-cookie.ts'

/**
 * Signs a browser in without next-auth's form, after a link from a mail has proved who it is.
 *
 * @returns the set-cookie header of the new session.
 */
export async function signInBrowser(request: Request, userId: string): Promise<string> {
  const sid = await startSession(userId, await describeBrowser(request))
  return serializeCookie('session', await encodeSession({ sub: userId, sid }), SESSION_MAX_AGE_SECONDS)
}

/** What a session remembers of the browser that signs in, and the session it replaces. */
export async function describeBrowser(request: Request): Promise<SessionOrigin> {
  const previous = await decodeSession(findCookie(request.headers, 'session') ?? undefined)
  return {
    address: clientAddress(request),
    userAgent: request.headers.get('user-agent'),
    replaces: previous?.sid ?? null,
  }
}
