const KEY = 'footnote.staff-setup'

/** Kept in this browser, over tabs: whoever signs up comes back in the tab that the mail opens. */
export function keepSetupToken(token: string): void {
  storage()?.setItem(KEY, token)
}

export function findSetupToken(): string | null {
  return storage()?.getItem(KEY) ?? null
}

export function forgetSetupToken(): void {
  storage()?.removeItem(KEY)
}

/** A browser may refuse it: then the link has to be opened once more after signing in. */
function storage(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
  }
}
