import * as z from 'zod'

/** What the outbox keeps of a mail. */
export const mailPayloadSchema = z.strictObject({
  to: z.email(),
  subject: z.string().min(1).max(200),
  text: z.string(),
  html: z.string(),
})
export type MailPayload = z.infer<typeof mailPayloadSchema>
