import 'server-only'
import path from 'node:path'
import { env } from '#lib/platform/env.ts'
import { processState } from '#lib/platform/process-state.ts'
import { createDiskStorage } from './disk.ts'
import type { Storage } from './storage.ts'

export type { ByteRange, Storage, StoredObject } from './storage.ts'

/** Where uploads and documents lie. Made on first use, since a build loads this module without any settings. */
export const storage: Storage = {
  put: (key, body) => driver().put(key, body),
  append: (key, offset, body) => driver().append(key, offset, body),
  get: (key, range) => driver().get(key, range),
  stat: (key) => driver().stat(key),
  move: (from, to) => driver().move(from, to),
  remove: (key) => driver().remove(key),
  withLocalFile: (key, fn) => driver().withLocalFile(key, fn),
  check: () => driver().check(),
}

function driver(): Storage {
  return processState('storage', () => createDiskStorage(path.join(env().dataDir, 'files')))
}
