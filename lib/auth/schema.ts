import * as z from 'zod'

export const PASSWORD_MIN_CHARACTERS = 12
/** Long pass phrases are welcome; a megabyte is an attack on the hash. */
export const PASSWORD_MAX_CHARACTERS = 256

const emailSchema = z.string().trim().min(3).max(254)
const passwordSchema = z.string().min(1).max(PASSWORD_MAX_CHARACTERS)

export const signUpSchema = z.strictObject({
  email: emailSchema,
  password: passwordSchema,
  name: z.string().trim().max(120).optional(),
})
export type SignUp = z.infer<typeof signUpSchema>

/** Always 202 and the same body, whether the address is known or not. `mailbox` only where mail stays on this machine. */
export const signUpAcceptedSchema = z.object({ mailbox: z.string().nullable() })

export const verifyEmailSchema = z.strictObject({
  token: z.string().min(20).max(200),
  password: passwordSchema.optional(),
})
export const emailTokenSchema = z.strictObject({ email: emailSchema, purpose: z.enum(['verify_email']) })
export const emailVerifiedSchema = z.object({ email: z.string() })
