import { migrate } from '#lib/platform/db/migrate.ts'
import { startEmbeddedDatabase } from '#lib/platform/embedded-db/supervisor.ts'

export interface Database {
  url: string
  kind: 'embedded' | 'server'
  pid(): number | undefined
  stop(): Promise<void>
}

/** The database of DATABASE_URL, or the embedded one in `dataDir`; migrated, as far as we may. */
export async function openDatabase(dataDir: string): Promise<Database> {
  if (process.env.DATABASE_URL) return openServer(process.env.DATABASE_URL)
  const embedded = await startEmbeddedDatabase({
    dataDir,
    onRestart: ({ delayMs }) =>
      console.error(`The database process ended; starting it again in ${delayMs} ms.`),
    onGiveUp: (error) => console.error(error.message),
  })
  try {
    await migrate(embedded.ownerUrl)
  } catch (error) {
    await embedded.stop()
    throw error
  }
  return { url: embedded.appUrl, kind: 'embedded', pid: embedded.pid, stop: embedded.stop }
}

async function openServer(url: string): Promise<Database> {
  const ownerUrl = process.env.DATABASE_MIGRATION_URL
  if (ownerUrl) await migrate(ownerUrl)
  else console.log('DATABASE_MIGRATION_URL is not set, so migrations are yours to run: npm run db:migrate')
  return { url, kind: 'server', pid: () => undefined, stop: async () => {} }
}
