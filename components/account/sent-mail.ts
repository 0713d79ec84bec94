import * as z from 'zod'

/** As long as the link works. */
const LIFETIME_MS = 30 * 60 * 1000
const KEY = 'footnote.sent-mail'

const sentMailSchema = z.object({ email: z.string(), mailbox: z.string().nullable(), sentAt: z.number() })

/** Where the link of a sign-up went, kept for this tab so that a way back does not lead to an empty form. */
export type SentMail = Pick<z.infer<typeof sentMailSchema>, 'email' | 'mailbox'>

export function keepSentMail(mail: SentMail): SentMail {
  write(JSON.stringify({ ...mail, sentAt: Date.now() }))
  return mail
}

export function forgetSentMail(): void {
  write(null)
}

/** The mail of this tab's sign-up while its link works; null when there is none. */
export function findSentMail(storage: Pick<Storage, 'getItem'> | null = tabStorage()): SentMail | null {
  const text = storage?.getItem(KEY)
  if (!text) return null
  const { data } = sentMailSchema.safeParse(parse(text))
  if (!data || Date.now() - data.sentAt > LIFETIME_MS) return null
  return { email: data.email, mailbox: data.mailbox }
}

function write(text: string | null): void {
  const storage = tabStorage()
  if (text === null) storage?.removeItem(KEY)
  else storage?.setItem(KEY, text)
}

/** A browser may refuse it: then a reload forgets, and nothing else changes. */
function tabStorage(): Storage | null {
  try {
    return sessionStorage
  } catch {
    return null
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
