import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import * as z from 'zod'
import { type Problem, problemSchema } from '#lib/platform/http/schema.ts'

/** Whose file it is, and where it belongs. */
export interface KeptOwner {
  readonly userId: string
  readonly workspaceId: string
}

/** A file that the browser keeps because the server does not, with why. */
export interface KeptFile extends KeptOwner {
  readonly id: string
  readonly file: File
  /** Milliseconds since 1970. */
  readonly keptAt: number
  /** Why the plan did not take it; null while that is not decided: its pages are counted on the server. */
  readonly refusal: Problem | null
  /** The document that was made of it. */
  readonly documentId: string | null
}

/** A file that nobody comes back for goes after so long. */
const KEEP_MS = 30 * 24 * 60 * 60 * 1000
const DATABASE = 'footnote'
const STORE = 'keptFiles'

interface KeptRow extends Omit<KeptFile, 'file'> {
  // The parts of the File: some browsers store no File objects.
  readonly name: string
  readonly type: string
  readonly blob: Blob
}

interface Schema extends DBSchema {
  keptFiles: { key: string; value: KeptRow; indexes: { userId: string } }
}

// What lies in the browser may be of another release, or touched by hand.
const rowSchema = z.object({
  id: z.string(),
  userId: z.string(),
  workspaceId: z.string(),
  name: z.string(),
  type: z.string(),
  blob: z.instanceof(Blob),
  keptAt: z.number(),
  refusal: problemSchema.nullable(),
  documentId: z.string().nullable(),
})

/** Stores a file, or what is now known of it. @throws where the browser stores nothing: private mode, no space left. */
export async function putKeptFile({ file, ...rest }: KeptFile): Promise<void> {
  await withDatabase((database) =>
    database.put(STORE, {
      ...rest,
      name: file.name,
      type: file.type,
      blob: file.slice(0, file.size, file.type),
    }),
  )
}

export async function deleteKeptFile(id: string): Promise<void> {
  await withDatabase((database) => database.delete(STORE, id))
}

/** The files of one person in one workspace, the oldest first. What is too old is removed, whosever it is. */
export function listKeptFiles({ userId, workspaceId }: KeptOwner, now: number): Promise<KeptFile[]> {
  return withDatabase(async (database) => {
    for (const { id, keptAt } of await database.getAll(STORE))
      if (now - keptAt > KEEP_MS) await database.delete(STORE, id)
    const rows = await database.getAllFromIndex(STORE, 'userId', userId)
    return rows.flatMap(toKept).filter((kept) => kept.workspaceId === workspaceId)
  })
}

/** For whoever signs out: the next person at this browser finds no file of theirs. */
export async function clearKeptFiles(userId: string): Promise<void> {
  await withDatabase(async (database) => {
    for (const id of await database.getAllKeysFromIndex(STORE, 'userId', userId))
      await database.delete(STORE, id)
  })
}

function toKept(row: unknown): KeptFile[] {
  const { data } = rowSchema.safeParse(row)
  if (!data) return []
  const { name, type, blob, ...rest } = data
  return [{ ...rest, file: new File([blob], name, { type }) }]
}

/** Opened for each use: another tab with a newer release is not held up. */
async function withDatabase<T>(use: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
  const database = await openDB<Schema>(DATABASE, 1, {
    upgrade: (created) => {
      created.createObjectStore(STORE, { keyPath: 'id' }).createIndex('userId', 'userId')
    },
  })
  try {
    return await use(database)
  } finally {
    database.close()
  }
}
