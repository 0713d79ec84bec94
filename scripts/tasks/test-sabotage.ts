import { runScript } from '../launcher/script-task.ts'

/** `npm run test:sabotage`: switches one guard off at a time and demands that a named test fails. */
export const run = (args: string[]): Promise<number> => runScript('scripts/sabotage/run.ts', args)
