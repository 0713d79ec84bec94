// DATABASE_MIGRATION_URL=postgresql://owner@host/db node scripts/db-migrate.ts: applies the migrations; a release step.
import { migrate } from '#lib/platform/db/migrate.ts'

const url = process.env.DATABASE_MIGRATION_URL
if (!url) {
  console.error('Set DATABASE_MIGRATION_URL to the address of the database with its owner as the user.')
  process.exit(2)
}
try {
  const applied = await migrate(url)
  console.log(applied.length ? `applied ${applied.join(', ')}` : 'the database is up to date')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
