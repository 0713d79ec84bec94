// PGlite has no autovacuum. Statistics and dead rows are put in order when nobody writes.
import type { Gateway } from './gateway.ts'

export interface MaintenanceTiming {
  checkEveryMs: number
  /** How long nobody must have written. */
  quietMs: number
}

const TIMING: MaintenanceTiming = { checkEveryMs: 2_000, quietMs: 5_000 }
const WORTH_IT_ROWS = 200
/** Written without a pause, e.g. by a long import: plans without statistics cost more than the interruption. */
const OVERDUE_ROWS = 20_000
const OVERDUE_MS = 60_000

/**
 * Runs VACUUM (ANALYZE) table by table when at least 200 rows were written and nothing for 5 s, or after 20,000 rows.
 * @returns a function that stops it.
 */
export function scheduleMaintenance(gateway: Gateway, timing = TIMING): () => void {
  let doneRows = 0
  let doneAt = Date.now()
  let isRunning = false
  const timer = setInterval(async () => {
    const { rowsWritten, lastWriteAt } = gateway.stats
    const rows = rowsWritten - doneRows
    const isQuiet = Date.now() - lastWriteAt > timing.quietMs && gateway.isIdle()
    const isOverdue = rows > OVERDUE_ROWS && Date.now() - doneAt > OVERDUE_MS
    if (isRunning || rows < WORTH_IT_ROWS || !(isQuiet || isOverdue)) return
    isRunning = true
    doneRows = rowsWritten
    await vacuumAll(gateway).catch(() => undefined)
    doneAt = Date.now()
    isRunning = false
  }, timing.checkEveryMs)
  timer.unref()
  return () => clearInterval(timer)
}

/** One table per turn, so that clients wait for a single table at most. */
async function vacuumAll(gateway: Gateway): Promise<void> {
  for (const table of await listTables(gateway)) await gateway.run(`VACUUM (ANALYZE) ${table}`)
}

async function listTables(gateway: Gateway): Promise<string[]> {
  const reply = await gateway.run(
    "SELECT string_agg(format('%I.%I', schemaname, tablename), ',') FROM pg_tables WHERE schemaname IN ('public', 'pgboss')",
  )
  const row = findDataRow(Buffer.concat(reply.chunks))
  return row ? row.split(',') : []
}

/** The single text column of the first DataRow message. */
function findDataRow(output: Buffer): string | null {
  for (let at = 0; at + 5 <= output.length; at += 1 + output.readInt32BE(at + 1)) {
    if (output[at] === 0x44) return output.toString('utf8', at + 11, at + 1 + output.readInt32BE(at + 1))
  }
  return null
}
