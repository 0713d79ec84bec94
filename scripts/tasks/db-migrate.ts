import { runNode, stopChildrenWithUs } from '../launcher/processes.ts'

/** `npm run db:migrate`: the release step, as the owner of the tables (DATABASE_MIGRATION_URL). */
export function run(args: string[]): Promise<number> {
  stopChildrenWithUs()
  return runNode(['scripts/db-migrate.ts', ...args])
}
