// Runs one task on the pinned Node: scripts/launch.mjs starts this.
interface Task {
  /** @returns the exit code. */
  run(args: string[]): Promise<number>
}

const TASKS: Record<string, () => Promise<Task>> = {
  start: () => import('./start.ts'),
  dev: () => import('./dev.ts'),
  worker: () => import('./worker.ts'),
  verify: () => import('./verify.ts'),
  test: () => import('./test.ts'),
  'test:pg': () => import('./test-pg.ts'),
  'test:sabotage': () => import('./test-sabotage.ts'),
  seed: () => import('./seed.ts'),
  'staff:link': () => import('./staff-link.ts'),
  bench: () => import('./bench.ts'),
  'bench:retrieval': () => import('./bench-retrieval.ts'),
  'bench:ingest': () => import('./bench-ingest.ts'),
  'bench:ledger': () => import('./bench-ledger.ts'),
  'db:migrate': () => import('./db-migrate.ts'),
}

const [name = '', ...args] = process.argv.slice(2)
const load = TASKS[name]
if (!load) {
  console.error(`There is no task "${name}". There are: ${Object.keys(TASKS).join(', ')}.`)
  process.exit(2)
}
try {
  const { run } = await load()
  process.exit(await run(args))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

export {}
