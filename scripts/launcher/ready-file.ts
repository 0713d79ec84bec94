import type { Database } from './database.ts'

interface Ready {
  url: string
  port: number
  pids: Record<string, number | undefined>
}

/** What stands in `ready.json`. The address of a server holds a password that is not ours to write down. */
export function describeReady(ready: Ready, database: Pick<Database, 'kind' | 'url'>): string {
  const { url, port, pids } = ready
  return JSON.stringify({
    url,
    port,
    ...(database.kind === 'embedded' && { databaseUrl: database.url }),
    pids,
  })
}
