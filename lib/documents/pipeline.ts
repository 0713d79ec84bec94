import { createHash } from 'node:crypto'

/** Rises when parsing or chunking changes what it makes of the same bytes. */
export const PIPELINE_VERSION = 1

/** What a person may choose about the index of a document; hashed into the version's key. */
export interface IndexSettings {
  readonly chunkSize: 'standard'
}

export const DEFAULT_SETTINGS: IndexSettings = { chunkSize: 'standard' }

/** SHA-256 of the settings, hexadecimal, keys in order. */
export function toSettingsHash(settings: IndexSettings): string {
  return createHash('sha256')
    .update(JSON.stringify(settings, Object.keys(settings).sort()))
    .digest('hex')
}
