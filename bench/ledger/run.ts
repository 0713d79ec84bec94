// npm run bench:ledger -- [--database embedded|server] [--entries N] [--real]
// Prints figures and fails when the books do not balance afterwards or a sum is wrong, never because it is slow.
import os from 'node:os'
import { parseArgs } from 'node:util'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { findLedgerProblems } from '#lib/billing/index.ts'
import { withPlatform } from '#lib/platform/db/index.ts'
import { openBenchDatabase } from '../retrieval/bench-database.ts'
import { makeAccounts } from './accounts.ts'
import { measureGate, measureRates, type Rates } from './spend.ts'
import { makeYear, measureUsage } from './usage.ts'

const WORKSPACES = 1_000

const { values } = parseArgs({
  options: {
    database: { type: 'string', default: process.env.DATABASE_URL ? 'server' : 'embedded' },
    entries: { type: 'string', default: '10000000' },
    real: { type: 'boolean', default: false },
  },
})
const entries = Number(values.entries)
const faults: string[] = []

process.env.DATABASE_POOL_MAX ??= '10'
const database = await openBenchDatabase(values.database === 'server' ? 'server' : 'embedded')
try {
  write(
    `${database.kind} ${database.version}; Node ${process.version}, ${os.platform()} ${os.arch()}, ${os.cpus().length} cores`,
  )
  const contexts = await makeAccounts(database, WORKSPACES)
  await measureSpending(contexts)
  await measurePages(contexts.map(({ workspaceId }) => workspaceId))
} finally {
  await database.stop()
}
for (const fault of faults) write(`WRONG: ${fault}`)
process.exitCode = faults.length === 0 ? 0 : 1

async function measureSpending(contexts: WorkspaceContext[]): Promise<void> {
  const [hot] = contexts
  if (!hot) throw new Error('unreachable')
  const gate = await measureGate(hot)
  figure('a request that writes one row, p50 / p95, ms', `${ms(gate.plain.p50)} / ${ms(gate.plain.p95)}`)
  figure('the same behind the gate, p50 / p95, ms', `${ms(gate.gated.p50)} / ${ms(gate.gated.p95)}`)
  figure(
    'what the gate adds, p50 / p95, ms',
    `${ms(gate.gated.p50 - gate.plain.p50)} / ${ms(gate.gated.p95 - gate.plain.p95)}`,
  )
  const one = await measureRates([hot])
  reportRates('one hot workspace', one)
  const many = await measureRates(contexts)
  reportRates(`${WORKSPACES} workspaces`, many)
  await checkBooks(
    contexts.map(({ workspaceId }) => workspaceId),
    gate.count + one.count + many.count,
  )
}

function reportRates(where: string, { ours, forUpdate }: Rates): void {
  figure(`reserve + settle a second, ${where}`, ours.toFixed(1))
  figure(`  the same row by row under FOR UPDATE`, forUpdate.toFixed(1))
  figure(`  ours ÷ FOR UPDATE`, (ours / forUpdate).toFixed(2))
}

/** Both ways write the same books, and every operation is in them once. */
async function checkBooks(workspaceIds: string[], operations: number): Promise<void> {
  const problems = await withPlatform('staffRead', (tx) => findLedgerProblems(tx, { workspaceIds }))
  for (const { checkKey, detail } of problems.slice(0, 5)) faults.push(`${checkKey}: ${detail}`)
  const { rows } = await database.owner.query<{ charges: number }>(
    `SELECT count(DISTINCT reservation_id)::int AS charges FROM usage_entry WHERE kind = 'charge' AND workspace_id = ANY ($1::uuid[])`,
    [workspaceIds],
  )
  if (rows[0]?.charges !== operations)
    faults.push(`${rows[0]?.charges} of ${operations} operations were charged`)
  figure('operations in the books, which balance', `${rows[0]?.charges}`)
}

async function measurePages(workspaceIds: string[]): Promise<void> {
  const made = await makeYear(database, { workspaceIds, entries, isReal: values.real })
  const kind = values.real ? 'real entries' : 'entries that the roll-up stands for'
  figure(kind, `${made.entries} (${made.rollUpRows} rows, made in ${made.seconds.toFixed(0)} s)`)
  const usage = await measureUsage(database, made, values.real)
  figure('staff usage over 31 days, p50 / p95, ms', `${ms(usage.month.p50)} / ${ms(usage.month.p95)}`)
  if (usage.year)
    figure('staff usage over a year, p50 / p95, ms', `${ms(usage.year.p50)} / ${ms(usage.year.p95)}`)
  if (usage.overEntries !== null)
    figure('a year by day over the entries themselves, ms', ms(usage.overEntries))
  faults.push(...new Set(usage.faults))
}

function ms(value: number): string {
  return value.toFixed(1)
}

function figure(name: string, value: string): void {
  write(`${name.padEnd(58)} ${value}`)
}

function write(line: string): void {
  process.stdout.write(`${line}\n`)
}
