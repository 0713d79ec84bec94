import { readFileSync } from 'node:fs'
import path from 'node:path'
import { lockDataDir, openDataDir } from '../launcher/data-dir.ts'
import { openDatabase } from '../launcher/database.ts'
import { stopChildrenWithUs } from '../launcher/processes.ts'
import { appEnvironment } from '../launcher/settings.ts'
import { renewStaffLink } from '../launcher/staff-link.ts'

/** `npm run staff:link`: a new link that makes whoever uses it staff. Works beside a running stack and without one. */
export async function run(): Promise<number> {
  stopChildrenWithUs()
  const { url, replaced } = await withDatabase(renewStaffLink)
  console.log(`
  ${url}

  Whoever opens it, signs in and confirms becomes staff of this installation. It works once, for seven days.${
    replaced ? '\n  The link that was printed before no longer works.' : ''
  }
`)
  return 0
}

/** The database of a stack that runs on our folder, else our own for a moment. */
async function withDatabase<T>(fn: (databaseUrl: string, appUrl: string) => Promise<T>): Promise<T> {
  const dataDir = openDataDir()
  const running = readRunning(dataDir)
  if (running) return fn(running.databaseUrl, running.url)
  if (!process.env.DATABASE_URL) lockDataDir(dataDir)
  const database = await openDatabase(dataDir)
  try {
    const port = Number(process.env.PORT || 3000)
    const environment = appEnvironment({ dataDir, database, port, web: 'built' })
    return await fn(database.url, environment.APP_URL ?? '')
  } finally {
    await database.stop()
  }
}

function readRunning(dataDir: string): { url: string; databaseUrl: string } | null {
  try {
    const { url, databaseUrl, pids } = JSON.parse(readFileSync(path.join(dataDir, 'ready.json'), 'utf8'))
    // A killed launcher leaves its file behind.
    process.kill(pids.launcher, 0)
    return { url, databaseUrl: databaseUrl ?? process.env.DATABASE_URL }
  } catch {
    return null
  }
}
