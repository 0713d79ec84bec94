import { runScript } from '../launcher/script-task.ts'

/** `npm run bench`: the figures of docs/benchmarks.md that need no corpus. */
export const run = (args: string[]): Promise<number> => runScript('bench/run.ts', args)
