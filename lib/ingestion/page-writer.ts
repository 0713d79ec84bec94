import type { WorkspaceContext } from '#lib/auth/context.ts'
import { encodeRuns } from '#lib/documents/geometry/index.ts'
import type { VersionRow } from '#lib/documents/index.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { lockOwnVersion } from './own-version.ts'
import type { ParsedPage } from './parse/parsed-page.ts'
import { insertPages, type StoredPage, updateProgress } from './repository.ts'

const MAX_PAGES_PER_WRITE = 20
/** Progress is never older than this while pages come. */
const MAX_WAIT_MS = 400

/** Stores pages as the parser gives them, a few at a time, and counts them. */
export class PageWriter {
  readonly #ctx: WorkspaceContext
  readonly #version: VersionRow
  #waiting: StoredPage[] = []
  #writtenAt = performance.now()
  #total = 0
  #count = 0

  constructor(ctx: WorkspaceContext, version: VersionRow) {
    this.#ctx = ctx
    this.#version = version
  }

  /** @returns whether this page and all before it are stored now. */
  async add(page: ParsedPage, total: number): Promise<boolean> {
    const { number, text, width, height, rotation, source, runs } = page
    this.#count += 1
    const geometry = runs ? new Uint8Array(encodeRuns(runs)) : null
    this.#waiting.push({ number, text, width, height, rotation, source, geometry })
    this.#total = total
    const late = performance.now() - this.#writtenAt > MAX_WAIT_MS
    if (!late && this.#waiting.length < MAX_PAGES_PER_WRITE) return false
    await this.flush()
    return true
  }

  async flush(): Promise<void> {
    const pages = this.#waiting
    if (pages.length === 0) return
    this.#waiting = []
    const key = { workspaceId: this.#version.workspaceId, versionId: this.#version.id }
    // A try that begins again reads from the first page; the count that people saw does not go back.
    const pagesDone = Math.max(this.#version.pagesDone, this.#count)
    const pageCount = this.#total > 0 ? { pageCount: this.#total } : {}
    await withTenant(this.#ctx, async (tx) => {
      await lockOwnVersion(tx, this.#version)
      await insertPages(tx, key, pages)
      await updateProgress(tx, key, { stage: 'parse', pagesDone, ...pageCount })
    })
    this.#writtenAt = performance.now()
  }
}
