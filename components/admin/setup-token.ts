import * as z from 'zod'

const KEY = 'footnote.staff-setup'
/** Long enough to sign up and find the mail; a browser that others use later has forgotten it. */
const KEPT_MS = 60 * 60 * 1000

const keptSchema = z.object({ token: z.string(), until: z.number() })

/** Kept in this browser for an hour, over tabs: whoever signs up comes back in the tab that the mail opens. */
export function keepSetupToken(token: string, now = Date.now(), storage = browserStorage()): void {
  storage?.setItem(KEY, JSON.stringify({ token, until: now + KEPT_MS }))
}

export function findSetupToken(now = Date.now(), storage = browserStorage()): string | null {
  const kept = parse(storage?.getItem(KEY) ?? null)
  if (kept && kept.until > now) return kept.token
  forgetSetupToken(storage)
  return null
}

/** At sign-out, and when the link has been used. */
export function forgetSetupToken(storage = browserStorage()): void {
  storage?.removeItem(KEY)
}

function parse(value: string | null): z.infer<typeof keptSchema> | null {
  if (value === null) return null
  try {
    return keptSchema.parse(JSON.parse(value))
  } catch {
    return null
  }
}

/** A browser may refuse it: then the link has to be opened once more after signing in. */
function browserStorage(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
  }
}
