import { createHash } from 'node:crypto'
import type { ChunkSize } from './schema.ts'

/**
 * Rises when parsing or chunking changes what it makes of the same bytes; lib/ingestion/README.md says what follows.
 *
 * 2: columns drawn in turns are cut apart, and bold widths place the characters of a run.
 */
export const PIPELINE_VERSION = 2

/** What a person may choose about the index of a document; hashed into the version's key. */
export interface IndexSettings {
  readonly chunkSize: ChunkSize
}

export const DEFAULT_SETTINGS: IndexSettings = { chunkSize: 'standard' }

/** SHA-256 of the settings, hexadecimal, keys in order. */
export function toSettingsHash(settings: IndexSettings): string {
  return createHash('sha256')
    .update(JSON.stringify(settings, Object.keys(settings).sort()))
    .digest('hex')
}
