import type { WorkspaceContext } from '#lib/auth/context.ts'
import type { VersionRow } from '#lib/documents/index.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { indexChunks } from '#lib/retrieval/index.ts'
import type { Passage } from './chunk/passage.ts'
import { lockOwnVersion } from './own-version.ts'
import { removeChunks } from './remove-chunks.ts'
import { findNextOrdinal, hasGap, insertChunks, updateProgress, type VersionKey } from './repository.ts'

// The embedded database serves one transaction at a time: small batches keep everybody else waiting under 70 ms.
const MAX_BATCH = 50
const MIN_BATCH = 5
const SLOW_BATCH_MS = 80

/**
 * Writes passages with their index rows while more of them come, in order and a batch at a time, each in one transaction,
 * going on behind those that are there. A document can be asked as soon as its first batch is in.
 */
export class PassageIndexer {
  readonly #ctx: WorkspaceContext
  readonly #version: VersionRow
  readonly #documentName: string
  readonly #signal: AbortSignal
  #waiting: Passage[] = []
  #running: Promise<void> | null = null
  #failure: { error: unknown } | null = null
  #isStopped = false
  #size = MAX_BATCH

  constructor(
    ctx: WorkspaceContext,
    version: VersionRow,
    { documentName, signal }: { documentName: string; signal: AbortSignal },
  ) {
    this.#ctx = ctx
    this.#version = version
    this.#documentName = documentName
    this.#signal = signal
  }

  /** Before the first passage: what a removal that was killed half-way has left goes. */
  async open(): Promise<void> {
    if (await withTenant(this.#ctx, (tx) => hasGap(tx, this.#key))) await removeChunks(this.#ctx, this.#key)
  }

  /**
   * Takes the next passages, and does not wait for them: the parser's time is limited, whatever the database does.
   *
   * @throws what the writing of earlier ones has met.
   */
  add(passages: readonly Passage[]): void {
    if (this.#failure) throw this.#failure.error
    if (passages.length === 0) return
    this.#waiting.push(...passages)
    this.#running ??= this.#run()
  }

  /** Waits until all passages are in. @throws TakenOver, and whatever the database says */
  async finish(): Promise<void> {
    await this.#running
    if (this.#failure) throw this.#failure.error
  }

  /** Writes no more; resolves when the last batch has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#running
  }

  /** Never rejects: a failure is told at the next call. */
  async #run(): Promise<void> {
    try {
      while (this.#waiting.length > 0 && !this.#isStopped) {
        this.#signal.throwIfAborted()
        const startedAt = performance.now()
        const next = await this.#indexBatch()
        this.#waiting = this.#waiting.filter(({ ordinal }) => ordinal >= next)
        const slow = performance.now() - startedAt > SLOW_BATCH_MS
        this.#size = slow
          ? Math.max(MIN_BATCH, Math.floor(this.#size / 2))
          : Math.min(MAX_BATCH, this.#size * 2)
      }
    } catch (error) {
      this.#failure = { error }
    } finally {
      this.#running = null
    }
  }

  /** @returns the ordinal to go on with. */
  #indexBatch(): Promise<number> {
    return withTenant(this.#ctx, async (tx) => {
      // Under the lock of the version two workers cannot write the same ordinal.
      const version = await lockOwnVersion(tx, this.#version)
      const from = await findNextOrdinal(tx, this.#key)
      const batch = this.#waiting
        .filter(({ ordinal }) => ordinal >= from)
        .slice(0, this.#size)
        .map((passage) => ({ ...passage, id: createId() }))
      const last = batch.at(-1)
      if (!last) return from
      if (batch[0]?.ordinal !== from) throw new Error('A passage is missing before the next one.')
      await insertChunks(tx, this.#key, batch)
      const titled = batch.map((chunk) => ({
        id: chunk.id,
        title: toChunkTitle(this.#documentName, chunk.headingPath),
        text: chunk.text,
      }))
      await indexChunks(tx, version.workspaceId, version.id, titled)
      await updateProgress(tx, this.#key, {
        searchablePages: Math.max(version.searchablePages, last.pageEnd - 1),
      })
      return last.ordinal + 1
    })
  }

  get #key(): VersionKey {
    return { workspaceId: this.#version.workspaceId, versionId: this.#version.id }
  }
}

/** What a chunk is about beyond its own words: the document's name without its ending, and the headings above it. */
export function toChunkTitle(documentName: string, headingPath: readonly string[]): string {
  return [documentName.replace(/\.[^.]{1,10}$/, ''), ...headingPath].join(' ')
}
