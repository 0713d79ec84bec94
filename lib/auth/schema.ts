import * as z from 'zod'
import { nameSchema } from '#lib/platform/http/schema.ts'

export const PASSWORD_MIN_CHARACTERS = 12
/** Long pass phrases are welcome; a megabyte is an attack on the hash. */
export const PASSWORD_MAX_CHARACTERS = 256

const emailSchema = z.string().trim().min(3).max(254)
const passwordSchema = z.string().min(1).max(PASSWORD_MAX_CHARACTERS)

export const displayNameSchema = nameSchema(120)

/** What a person came for, from the page that led to the sign-up. A closed list: it never becomes an address. */
export const startSchema = z.enum(['sample', 'staff'])
export type Start = z.infer<typeof startSchema>

export const signUpSchema = z.strictObject({
  email: emailSchema,
  password: passwordSchema,
  name: displayNameSchema.or(z.literal('')).optional(),
  start: startSchema.optional(),
})
export type SignUp = z.infer<typeof signUpSchema>

/** Always 202 and the same body, whether the address is known or not. `mailbox` only where mail stays on this machine. */
export const signUpAcceptedSchema = z.object({ mailbox: z.string().nullable() })

export const verifyEmailSchema = z.strictObject({
  token: z.string().min(20).max(200),
  password: passwordSchema.optional(),
})
export const emailTokenSchema = z.strictObject({ email: emailSchema, purpose: z.enum(['verify_email']) })
export const emailVerifiedSchema = z.object({
  email: z.string(),
  slug: z.string(),
  start: startSchema.nullable(),
})

/** A person as they see themselves. */
export const accountSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  emailVerified: z.boolean(),
  isStaff: z.boolean(),
  locale: z.string(),
  timeZone: z.string(),
})
export type Account = z.infer<typeof accountSchema>

export const updateAccountSchema = z.strictObject({ name: displayNameSchema })
export type UpdateAccount = z.infer<typeof updateAccountSchema>

/** A sign-in that is still good, as its owner sees it. */
export const sessionSchema = z.object({
  id: z.uuid(),
  isCurrent: z.boolean(),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
})
export const sessionListSchema = z.object({
  items: z.array(sessionSchema),
  nextCursor: z.string().nullable(),
})
export type SessionList = z.infer<typeof sessionListSchema>
