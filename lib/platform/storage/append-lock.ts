import { randomUUID } from 'node:crypto'
import { open, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { AppError } from '#lib/platform/errors.ts'
import { processState } from '#lib/platform/process-state.ts'

const BEAT_MS = 5_000
/** Without a sign of life for this long the holder counts as dead, wherever it ran. */
const STALE_MS = 30_000
/** Taking over is a matter of milliseconds. */
const STALE_TAKEOVER_MS = 10_000

/**
 * Runs `fn` while no other process does so with the same lock file. Node has no flock, so the file itself is the lock; one
 * whose holder is dead is taken over.
 *
 * @throws AppError conflict while another one holds it.
 */
export async function withAppendLock<T>(
  file: string,
  fn: (assertHeld: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const token = `${hostname()} ${process.pid} ${randomUUID()}`
  held().add(token)
  try {
    await acquire(file, token)
  } catch (error) {
    held().delete(token)
    throw error
  }
  let beatAt = Date.now()
  const beat = setInterval(() => {
    const now = new Date()
    utimes(file, now, now).then(
      () => {
        beatAt = now.getTime()
      },
      () => undefined,
    )
  }, BEAT_MS)
  beat.unref()
  try {
    return await fn(async () => {
      // A process that stood still may have been taken for dead.
      if (Date.now() - beatAt > STALE_MS / 2 && (await holderOf(file)) !== token) throw busy()
    })
  } finally {
    clearInterval(beat)
    held().delete(token)
    if ((await holderOf(file)) === token) await rm(file, { force: true })
  }
}

async function acquire(file: string, token: string): Promise<void> {
  if (await create(file, token)) return
  const holder = await holderOf(file)
  if (holder !== null && !(await isDead(file, holder))) throw busy()
  await removeDead(file)
  if (!(await create(file, token))) throw busy()
}

/** Of several that find the same dead holder one removes it, and looks again before it does. */
async function removeDead(file: string): Promise<void> {
  const takeover = `${file}.takeover`
  if (!(await create(takeover, ''))) {
    if ((await ageOf(takeover)) > STALE_TAKEOVER_MS) await rm(takeover, { force: true })
    throw busy()
  }
  try {
    const holder = await holderOf(file)
    if (holder === null) return
    if (!(await isDead(file, holder))) throw busy()
    await rm(file, { force: true })
  } finally {
    await rm(takeover, { force: true })
  }
}

async function create(file: string, content: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600)
    await handle.close()
    await writeFile(file, content)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

async function isDead(file: string, holder: string): Promise<boolean> {
  if ((await ageOf(file)) > STALE_MS) return true
  const [host, pid] = holder.split(' ')
  if (host !== hostname() || !pid) return false
  // Our own pid without our token: a former life of this container.
  if (Number(pid) === process.pid) return !held().has(holder)
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return hasCode(error, 'ESRCH')
  }
}

async function holderOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

async function ageOf(file: string): Promise<number> {
  try {
    return Date.now() - (await stat(file)).mtimeMs
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 0
    throw error
  }
}

function held(): Set<string> {
  return processState('storage-append-locks', () => new Set<string>())
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

function busy(): AppError {
  return new AppError('conflict', 'Another request is sending bytes of this upload. Try again in a moment.')
}
