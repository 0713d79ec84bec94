import { runScript } from '../launcher/script-task.ts'

/** `npm run bench:ingest -- --corpus DIR`; the format of the folder stands in docs/benchmarks.md. */
export const run = (args: string[]): Promise<number> => runScript('bench/ingest/run.ts', args)
