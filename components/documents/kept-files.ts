import type { Document } from '#lib/documents/schema.ts'
import type { Problem } from '#lib/platform/http/schema.ts'
import type { KeptFile, KeptOwner } from './kept-store.ts'
import { toRefusalProblem } from './plan-refusal.ts'

/** Where files are kept; the browser's database, or a test's. */
export interface KeptStore {
  list: (owner: KeptOwner) => Promise<KeptFile[]>
  put: (kept: KeptFile) => Promise<void>
  delete: (id: string) => Promise<void>
}

/** A kept file as the page knows it. */
export interface Kept extends KeptFile {
  /** Whether it outlives this page. */
  readonly isStored: boolean
}

const EMPTY: readonly Kept[] = []

/**
 * Files that the plan did not take, or has not decided about, kept until they are sent or removed. What the browser cannot
 * store is kept as long as the page lives.
 */
export class KeptFiles {
  readonly #store: KeptStore
  #files = EMPTY
  readonly #listeners = new Set<() => void>()

  constructor(store: KeptStore) {
    this.#store = store
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly getFiles = () => this.#files
  readonly getServerFiles = () => EMPTY

  /** Brings back what an earlier visit has kept. */
  async load(owner: KeptOwner): Promise<void> {
    const found = await this.#store.list(owner).catch(() => [])
    const known = new Set(this.#files.map(({ id }) => id))
    const fresh = found.filter(({ id }) => !known.has(id)).map((kept) => ({ ...kept, isStored: true }))
    if (fresh.length > 0) this.#set([...this.#files, ...fresh])
  }

  /** Keeps a file, or notes what is now known of it. */
  async keep(kept: KeptFile): Promise<void> {
    this.#place({ ...kept, isStored: this.#find(kept.id)?.isStored ?? true })
    const isStored = await this.#store.put(kept).then(
      () => true,
      () => false,
    )
    // It may have been removed while it was written.
    if (!this.#find(kept.id)) return this.#forget(kept.id)
    if (this.#find(kept.id)?.isStored !== isStored) this.#place({ ...kept, isStored })
  }

  /** Lets a file go. */
  remove(id: string): Promise<void> {
    this.#set(this.#files.filter((kept) => kept.id !== id))
    return this.#forget(id)
  }

  #find(id: string): Kept | undefined {
    return this.#files.find((kept) => kept.id === id)
  }

  #forget(id: string): Promise<void> {
    return this.#store.delete(id).catch(() => undefined)
  }

  #place(kept: Kept): void {
    const has = this.#find(kept.id) !== undefined
    this.#set(has ? this.#files.map((each) => (each.id === kept.id ? kept : each)) : [...this.#files, kept])
  }

  #set(files: readonly Kept[]): void {
    this.#files = files
    for (const listener of this.#listeners) listener()
  }
}

/** What becomes of a kept file that was sent, by the document that was made of it; null while nothing is decided. */
export function decideKept(document: Document): 'release' | { refusal: Problem } | null {
  if (document.status === 'ready') return 'release'
  if (document.status !== 'failed') return null
  const refusal = toRefusalProblem(document)
  return refusal ? { refusal } : 'release'
}
