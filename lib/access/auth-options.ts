import type { AuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { checkPassword, endSession, startSession, toSafePath } from '#lib/auth/index.ts'
import { env } from '#lib/platform/env.ts'
import { isAppError } from '#lib/platform/errors.ts'
import { log } from '#lib/platform/log.ts'
import { readSession } from './resolve-context.ts'
import { cookieOf, decodeSession, encodeSession, SESSION_MAX_AGE_SECONDS } from './session-cookie.ts'
import { describeBrowser } from './sign-in-browser.ts'

/**
 * next-auth's options for one request. Its token is only an envelope: `{ sub, sid }`, where the session row behind `sid`
 * decides. Nothing of `sid` is ever shown to the browser's scripts.
 */
export function buildAuthOptions(request: Request): AuthOptions {
  return {
    secret: env().authSecrets[0],
    session: { strategy: 'jwt', maxAge: SESSION_MAX_AGE_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/' },
    providers: [passwordProvider()],
    cookies: {
      sessionToken: cookieOf('session'),
      csrfToken: cookieOf('csrf'),
      callbackUrl: cookieOf('callback'),
    },
    jwt: {
      encode: ({ token }) => encodeSession({ sub: String(token?.sub), sid: String(token?.sid) }),
      decode: ({ token }) => decodeSession(token),
    },
    callbacks: {
      jwt: async ({ token, user }) => {
        if (user) return { sub: user.id, sid: await startSession(user.id, await describeBrowser(request)) }
        // Throwing makes next-auth clear the cookie of a session that has ended.
        if (!(await readSession(request.headers, 'personal'))) throw new Error('the session has ended')
        return { sub: token.sub, sid: token.sid }
      },
      // The page asks /api/user/me who this is; `sid` never leaves the cookie.
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url }) =>
        `${env().appUrl}${toSafePath(url.startsWith(env().appUrl) ? url.slice(env().appUrl.length) : url)}`,
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid === 'string') await endSession(token.sid)
      },
    },
    logger: {
      error: (code, metadata) => {
        // An ended session is no fault of ours.
        const level = code === 'JWT_SESSION_ERROR' ? 'debug' : 'error'
        log[level]({ code, err: metadata instanceof Error ? metadata : undefined }, 'next-auth')
      },
      warn: (code) => log.debug({ code }, 'next-auth'),
      debug: () => undefined,
    },
  }
}

function passwordProvider() {
  return CredentialsProvider({
    id: 'credentials',
    name: 'E-mail and password',
    credentials: { email: { type: 'email' }, password: { type: 'password' } },
    authorize: async (given) => {
      try {
        const id = await checkPassword({ email: given?.email ?? '', password: given?.password ?? '' })
        return id === null ? null : { id }
      } catch (error) {
        // The message reaches the sign-in page as ?error=…, so it is a word and nothing more.
        if (isAppError(error, 'rate_limited')) throw new Error('TooManyAttempts')
        log.error({ err: error }, 'sign-in failed')
        throw new Error('Unavailable')
      }
    },
  })
}
