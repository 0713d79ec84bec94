import { defineConfig } from 'prisma/config'

// Only `prisma generate` and the drift check read this; the app connects through lib/platform/db.
export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_MIGRATION_URL ?? 'postgresql://postgres@127.0.0.1:5432/postgres' },
})
