import type { Document } from '#lib/documents/schema.ts'
import type { KeptFile } from './kept-store.ts'
import { type UploadTask, uploadFile } from './upload-file.ts'

/** As many files at once; the rest waits in line. */
const PARALLEL_UPLOADS = 3

/** A file on its way, from the moment it was chosen until its document is in the list. */
export interface UploadRow {
  readonly id: number
  readonly workspaceId: string
  readonly file: File
  readonly state: 'waiting' | 'sending' | 'finishing' | 'failed'
  readonly sentBytes: number
  readonly error: unknown
  /** Under which the browser has kept the file before; null where it has not. */
  readonly keptId: string | null
}

const EMPTY: readonly UploadRow[] = []

/**
 * The uploads of this page. They live outside React so that walking to another page does not stop them; rows are there
 * before any answer of the network.
 */
export class UploadList {
  readonly #upload: typeof uploadFile
  #rows = EMPTY
  #lastId = 0
  readonly #tasks = new Map<number, UploadTask>()
  readonly #listeners = new Set<() => void>()
  readonly #onDocument = new Set<(document: Document, row: UploadRow) => void>()

  constructor(upload: typeof uploadFile) {
    this.#upload = upload
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly getRows = () => this.#rows
  readonly getServerRows = () => EMPTY

  /** Calls `listener` for each file that has become a document. */
  onDocument(listener: (document: Document, row: UploadRow) => void): () => void {
    this.#onDocument.add(listener)
    return () => this.#onDocument.delete(listener)
  }

  add(workspaceId: string, files: readonly File[]): void {
    const rows = files.map((file) => this.#makeRow(workspaceId, file))
    this.#set([...this.#rows, ...rows])
    this.#pump()
  }

  /** Sends a file that the browser has kept. */
  resend({ id: keptId, workspaceId, file }: Pick<KeptFile, 'id' | 'workspaceId' | 'file'>): void {
    if (this.#rows.some((row) => row.keptId === keptId)) return
    this.#set([...this.#rows, { ...this.#makeRow(workspaceId, file), keptId }])
    this.#pump()
  }

  /** Sends a failed file again. */
  retry(id: number): void {
    this.#change(id, { state: 'waiting', sentBytes: 0, error: null })
    this.#pump()
  }

  /** Stops a file that is on its way, or takes a failed one off the list. */
  remove(id: number): void {
    this.#tasks.get(id)?.cancel()
    this.#tasks.delete(id)
    this.#set(this.#rows.filter((row) => row.id !== id))
    this.#pump()
  }

  #makeRow(workspaceId: string, file: File): UploadRow {
    this.#lastId += 1
    return { id: this.#lastId, workspaceId, file, state: 'waiting', sentBytes: 0, error: null, keptId: null }
  }

  #pump(): void {
    const next = this.#rows.find((row) => row.state === 'waiting')
    if (!next || this.#tasks.size >= PARALLEL_UPLOADS) return
    this.#start(next)
    this.#pump()
  }

  #start({ id, workspaceId, file }: UploadRow): void {
    const task = this.#upload(workspaceId, file, (sentBytes) =>
      this.#change(id, { sentBytes, state: sentBytes >= file.size ? 'finishing' : 'sending' }),
    )
    this.#tasks.set(id, task)
    this.#change(id, { state: 'sending' })
    task.done.then(
      (document) => this.#finish(id, document),
      (error: unknown) => this.#fail(id, error),
    )
  }

  #finish(id: number, document: Document): void {
    if (!this.#tasks.delete(id)) return
    const row = this.#rows.find((each) => each.id === id)
    if (row) for (const listener of this.#onDocument) listener(document, row)
    this.#set(this.#rows.filter((row) => row.id !== id))
    this.#pump()
  }

  #fail(id: number, error: unknown): void {
    if (!this.#tasks.delete(id)) return
    this.#change(id, { state: 'failed', error })
    this.#pump()
  }

  #change(id: number, changes: Partial<UploadRow>): void {
    this.#set(this.#rows.map((row) => (row.id === id ? { ...row, ...changes } : row)))
  }

  #set(rows: readonly UploadRow[]): void {
    this.#rows = rows
    for (const listener of this.#listeners) listener()
  }
}

export const uploadList = new UploadList(uploadFile)
