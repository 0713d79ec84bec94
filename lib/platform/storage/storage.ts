/** First and last byte, both included, as in an HTTP Range header. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

export interface StoredObject {
  readonly body: ReadableStream<Uint8Array>
  /** The whole object, also when only a range of it is read. */
  readonly sizeBytes: number
}

/**
 * Files by key. Keys are made by the callers, `${workspaceId}/uploads/${id}` or `${workspaceId}/blobs/${sha256}`; what
 * people type never becomes part of one. Every method throws AppError `unavailable` when the disk is full, and plain
 * errors that name neither path nor key otherwise.
 */
export interface Storage {
  /** All or nothing: a reader sees the old object or the whole new one, also when this process is killed half-way. */
  put(key: string, body: AsyncIterable<Uint8Array>): Promise<{ sizeBytes: number; sha256: string }>
  /**
   * Continues an object; offset 0 starts it. What arrived before a failure stays, so that an upload can be resumed.
   *
   * @throws AppError conflict when the object does not end at `offset`.
   */
  append(key: string, offset: number, body: AsyncIterable<Uint8Array>): Promise<{ sizeBytes: number }>
  /** @throws AppError not_found, range_not_satisfiable (the range begins behind the end; a longer one is cut). */
  get(key: string, range?: ByteRange): Promise<StoredObject>
  stat(key: string): Promise<{ sizeBytes: number } | null>
  /** Replaces what is at `to`. @throws AppError not_found */
  move(from: string, to: string): Promise<void>
  /** Nothing there is fine. */
  remove(key: string): Promise<void>
  /** Hands the object to code that needs a path, such as the parser's process. The path is good until `fn` settles. */
  withLocalFile<T>(key: string, fn: (path: string) => Promise<T>): Promise<T>
  /** @throws when nothing can be written at the moment; for /readyz. */
  check(): Promise<void>
}
