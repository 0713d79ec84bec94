import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '#lib/platform/errors.ts'
import { withAppendLock } from './append-lock.ts'
import { translate, translated } from './disk-errors.ts'
import { parseKey } from './key.ts'
import type { ByteRange, Storage } from './storage.ts'

const PRIVATE_DIR = 0o700
const PRIVATE_FILE = 0o600
const READ_BYTES = 64 * 1024

/** Storage in a folder of this machine, readable by its owner only. */
export function createDiskStorage(root: string): Storage {
  const locate = (key: string) => path.join(root, ...parseKey(key))

  return {
    async put(key, body) {
      const target = locate(key)
      const partial = path.join(root, '.partial', randomUUID())
      return translated('write a file', async () => {
        await makeFolder(path.dirname(partial))
        try {
          const written = await writeNew(partial, body)
          await makeFolder(path.dirname(target))
          await rename(partial, target)
          return written
        } finally {
          await rm(partial, { force: true })
        }
      })
    },

    async append(key, offset, body) {
      const target = locate(key)
      return translated('continue a file', async () => {
        await makeFolder(path.dirname(target))
        const locks = path.join(root, '.locks')
        await makeFolder(locks)
        const lock = path.join(locks, parseKey(key).join('.'))
        return withAppendLock(lock, (assertHeld) => appendTo(target, { offset, body, assertHeld }))
      })
    },

    async get(key, range) {
      return translated('read a file', async () => {
        const file = await open(locate(key), 'r')
        try {
          const sizeBytes = (await file.stat()).size
          return { body: readStream(file, boundsOf(range, sizeBytes)), sizeBytes }
        } catch (error) {
          await file.close()
          throw error
        }
      })
    },

    async stat(key) {
      return translated('look for a file', async () => {
        const found = await stat(locate(key)).catch(absent)
        return found ? { sizeBytes: found.size } : null
      })
    },

    async move(from, to) {
      const target = locate(to)
      await translated('move a file', async () => {
        await makeFolder(path.dirname(target))
        await rename(locate(from), target)
      })
    },

    async remove(key) {
      await translated('remove a file', () => rm(locate(key), { force: true }))
    },

    async withLocalFile(key, fn) {
      const target = locate(key)
      await translated('read a file', () => stat(target))
      return fn(target)
    },

    async check() {
      await translated('write', async () => {
        await makeFolder(root)
        const probe = path.join(root, `.probe-${randomUUID()}`)
        await (await open(probe, 'wx', PRIVATE_FILE)).close()
        await rm(probe, { force: true })
      })
    },
  }
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: PRIVATE_DIR })
}

function absent(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
  throw error
}

async function writeNew(
  target: string,
  body: AsyncIterable<Uint8Array>,
): Promise<{ sizeBytes: number; sha256: string }> {
  const hash = createHash('sha256')
  const file = await open(target, 'wx', PRIVATE_FILE)
  try {
    const sizeBytes = await writeAll(file, body, 0, (chunk) => hash.update(chunk))
    // The rename must never become durable before the bytes are.
    await file.sync()
    return { sizeBytes, sha256: hash.digest('hex') }
  } finally {
    await file.close()
  }
}

interface Append {
  offset: number
  body: AsyncIterable<Uint8Array>
  assertHeld(): Promise<void>
}

async function appendTo(
  target: string,
  { offset, body, assertHeld }: Append,
): Promise<{ sizeBytes: number }> {
  const file = await open(target, offset === 0 ? 'a' : 'r+', PRIVATE_FILE)
  try {
    if ((await file.stat()).size !== offset) {
      throw new AppError('conflict', 'The upload continues at another place than where it stopped.')
    }
    return { sizeBytes: await writeAll(file, body, offset, assertHeld) }
  } finally {
    await file.close()
  }
}

/** @returns where the file ends afterwards. */
async function writeAll(
  file: FileHandle,
  body: AsyncIterable<Uint8Array>,
  offset: number,
  onChunk: (chunk: Uint8Array) => unknown = () => {},
): Promise<number> {
  let position = offset
  for await (const chunk of body) {
    await onChunk(chunk)
    for (let done = 0; done < chunk.byteLength; ) {
      const { bytesWritten } = await file.write(chunk, done, chunk.byteLength - done, position)
      done += bytesWritten
      position += bytesWritten
    }
  }
  return position
}

/** First byte, and the one behind the last. */
function boundsOf(range: ByteRange | undefined, sizeBytes: number): { from: number; to: number } {
  if (!range) return { from: 0, to: sizeBytes }
  if (range.start < 0 || range.start >= sizeBytes || range.end < range.start) {
    throw new AppError('range_not_satisfiable', 'This range lies outside of the file.', { sizeBytes })
  }
  return { from: range.start, to: Math.min(range.end + 1, sizeBytes) }
}

/** Pull-based: a reader that stops reading costs one buffer, and cancelling closes the file. */
function readStream(
  file: FileHandle,
  { from, to }: { from: number; to: number },
): ReadableStream<Uint8Array> {
  let position = from
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const length = Math.min(READ_BYTES, to - position)
          const { bytesRead, buffer } = await file.read(new Uint8Array(length), 0, length, position)
          position += bytesRead
          if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead))
          if (bytesRead === 0 || position >= to) {
            await file.close()
            controller.close()
          }
        } catch (error) {
          await file.close().catch(() => {})
          controller.error(translate('read a file', error))
        }
      },
      cancel: () => file.close(),
    },
    { highWaterMark: 1 },
  )
}
