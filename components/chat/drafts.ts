const PREFIX = 'footnote.draft:'

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** Whose question it is and where it belongs; `conversationId` null = a new conversation. */
export interface DraftPlace {
  readonly userId: string
  readonly workspaceId: string
  readonly conversationId: string | null
}

/** The question that was written and not asked; empty when there is none. */
export function readDraft(place: DraftPlace, store = browserStore()): string {
  return attempt(() => store?.getItem(toKey(place))) ?? ''
}

/** Keeps a question for the next visit; an empty one is forgotten. Where the browser keeps nothing, nothing is kept. */
export function writeDraft(place: DraftPlace, text: string, store = browserStore()): void {
  attempt(() => (text === '' ? store?.removeItem(toKey(place)) : store?.setItem(toKey(place), text)))
}

/** For whoever signs out: the next person at this browser finds no words of theirs. */
export function clearDrafts(userId: string, store = browserStore()): void {
  attempt(() => {
    const keys = Array.from({ length: store?.length ?? 0 }, (_, index) => store?.key(index) ?? '')
    for (const key of keys) if (key.startsWith(`${PREFIX}${userId}:`)) store?.removeItem(key)
  })
}

function toKey({ userId, workspaceId, conversationId }: DraftPlace): string {
  return `${PREFIX}${userId}:${workspaceId}:${conversationId ?? 'new'}`
}

function browserStore(): Store | null {
  return attempt(() => (typeof window === 'undefined' ? null : window.localStorage)) ?? null
}

/** Storage may be forbidden or full: a draft is a courtesy. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}
