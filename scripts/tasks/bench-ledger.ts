import { runScript } from '../launcher/script-task.ts'

/** `npm run bench:ledger`: how fast credits are spent, what the gate adds, and the staff's usage page. */
export const run = (args: string[]): Promise<number> => runScript('bench/ledger/run.ts', args)
