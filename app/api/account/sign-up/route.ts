import { defineRoute } from '#app/api/_lib/define-route.ts'
import { MAIL_LIMIT } from '#app/api/_lib/limits.ts'
import { serializeCookie } from '#lib/access/index.ts'
import { createSecret, requestSignUp } from '#lib/auth/index.ts'
import { signUpAcceptedSchema, signUpSchema } from '#lib/auth/schema.ts'
import { findMailboxPath } from '#lib/platform/mail/index.ts'

/** As long as the link works. */
const COOKIE_SECONDS = 30 * 60

/** POST /api/account/sign-up answers the same for an address that has an account. */
export const POST = defineRoute({
  access: 'public',
  free: 'before there is a workspace',
  rateLimit: MAIL_LIMIT,
  body: signUpSchema,
  response: signUpAcceptedSchema,
  status: 202,
  summary: 'Begin a sign-up and mail its link',
  maxBodyBytes: 16 * 1024,
  handle: async ({ body, headers }) => {
    // The link works alone in this browser; elsewhere it asks for the password.
    const browserSecret = createSecret()
    await requestSignUp(body, browserSecret)
    headers.append('set-cookie', serializeCookie('sign-up', browserSecret, COOKIE_SECONDS))
    return { mailbox: findMailboxPath() }
  },
})
