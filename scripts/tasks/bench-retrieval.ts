import { runScript } from '../launcher/script-task.ts'

/** `npm run bench:retrieval -- --data DIR`; the format of the folder stands in docs/benchmarks.md. */
export const run = (args: string[]): Promise<number> => runScript('bench/retrieval/run.ts', args)
