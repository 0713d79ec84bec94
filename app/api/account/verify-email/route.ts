import { defineRoute } from '#app/api/_lib/define-route.ts'
import { TOKEN_LIMIT } from '#app/api/_lib/limits.ts'
import { findCookie, serializeCookie, signInBrowser } from '#lib/access/index.ts'
import { emailVerifiedSchema, verifyEmailSchema } from '#lib/auth/schema.ts'
import { completeSignUp } from '#lib/workspaces/index.ts'

/** POST /api/account/verify-email uses the link up, makes the account and signs this browser in. */
export const POST = defineRoute({
  access: 'public',
  free: 'opens the workspace',
  rateLimit: TOKEN_LIMIT,
  body: verifyEmailSchema,
  response: emailVerifiedSchema,
  summary: 'Finish a sign-up by the link from its mail',
  maxBodyBytes: 16 * 1024,
  handle: async ({ body, headers, request }) => {
    const browserSecret = findCookie(request.headers, 'sign-up')
    const { userId, email, slug, start } = await completeSignUp({
      token: body.token,
      password: body.password,
      browserSecret,
    })
    headers.append('set-cookie', await signInBrowser(request, userId))
    headers.append('set-cookie', serializeCookie('sign-up', '', 0))
    return { email, slug, start }
  },
})
