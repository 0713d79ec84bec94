// What a running stack has left word of in its folder, and which database belongs to it.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { loadCredentials } from '#lib/platform/embedded-db/credentials.ts'
import type { TestDatabase } from './database.ts'
import { createServerDatabase, ensureServerTemplate, type ServerDatabase } from './database-server.ts'

export type StackProcess = 'launcher' | 'web' | 'worker' | 'database'

interface Ready {
  url: string
  port: number
  /** Missing when the database is a server. */
  databaseUrl?: string
  pids: Record<StackProcess, number>
}

/** A folder keeps its database over restarts. */
const serverDatabases = new Map<string, ServerDatabase>()

/** The database on the server of TEST_DATABASE_URL that belongs to a folder. */
export async function openServerDatabase(dataDir: string): Promise<ServerDatabase | undefined> {
  const serverUrl = process.env.TEST_DATABASE_URL
  if (!serverUrl) return undefined
  const known = serverDatabases.get(dataDir)
  if (known) return known
  const database = await createServerDatabase(serverUrl, await ensureServerTemplate(serverUrl))
  serverDatabases.set(dataDir, database)
  return database
}

/** The database of a stack that runs. */
export function describeDatabase(dataDir: string, server: ServerDatabase | undefined): TestDatabase {
  if (server) return { ...server, kind: 'server', dataDir }
  const appUrl = readReady(dataDir).databaseUrl ?? ''
  const { host, port } = new URL(appUrl)
  const ownerUrl = `postgresql://postgres:${loadCredentials(dataDir).postgres}@${host}/postgres`
  return {
    kind: 'embedded',
    port: Number(port),
    appUrl,
    ownerUrl,
    superuserUrl: ownerUrl,
    dataDir,
    pid: () => readOwner(dataDir),
    stop: async () => {},
  }
}

/** Drops it, if there is one. */
export async function removeServerDatabase(dataDir: string): Promise<void> {
  await serverDatabases.get(dataDir)?.stop()
  serverDatabases.delete(dataDir)
}

export function readReady(dataDir: string): Ready {
  return JSON.parse(readFileSync(path.join(dataDir, 'ready.json'), 'utf8'))
}

/** The database is started again by its own supervisor, which leaves word here. */
export function readOwner(dataDir: string): number {
  return JSON.parse(readFileSync(path.join(dataDir, 'owner.json'), 'utf8')).pid
}
