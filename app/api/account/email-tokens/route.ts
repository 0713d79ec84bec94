import { defineRoute } from '#app/api/_lib/define-route.ts'
import { MAIL_LIMIT } from '#app/api/_lib/limits.ts'
import { resendVerification } from '#lib/auth/index.ts'
import { emailTokenSchema, signUpAcceptedSchema } from '#lib/auth/schema.ts'
import { findMailboxPath } from '#lib/platform/mail/index.ts'

/** POST /api/account/email-tokens always answers 202, whether there is something to send or not. */
export const POST = defineRoute({
  access: 'public',
  free: 'asks for a mail',
  rateLimit: MAIL_LIMIT,
  body: emailTokenSchema,
  response: signUpAcceptedSchema,
  status: 202,
  summary: 'Mail the link of a sign-up once more',
  handle: async ({ body }) => {
    await resendVerification(body.email)
    return { mailbox: findMailboxPath() }
  },
})
