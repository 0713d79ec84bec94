import { ownerQuery } from './database.ts'

/** The token in the latest link that was mailed to an address. Works wherever the owner's connection does. */
export async function lastMailedToken(email: string, query: typeof ownerQuery = ownerQuery): Promise<string> {
  const [row] = await query<{ text: string }>(
    "SELECT payload->>'text' AS text FROM outbox WHERE payload->>'to' = $1 ORDER BY created_at DESC, id DESC LIMIT 1",
    [email],
  )
  const [, token] = /[?&]token=([\w-]+)/.exec(row?.text ?? '') ?? []
  if (!token) throw new Error(`no link was mailed to ${email}`)
  return token
}
