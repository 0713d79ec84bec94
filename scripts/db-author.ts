// node scripts/db-author.ts NAME: writes a migration with the difference between prisma/schema and prisma/migrations.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { diffMigrationsWithSchema, MIGRATIONS_DIR } from './schema-engine.ts'

const name = process.argv[2]
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error('usage: node scripts/db-author.ts name_in_snake_case')
  process.exit(2)
}

const sql = await diffMigrationsWithSchema()
if (sql === null) {
  console.log('The migrations already build what the schema says; nothing written.')
} else {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = path.join(MIGRATIONS_DIR, `${stamp}_${name}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'migration.sql'), sql)
  console.log(`${folder}: read it, and add what Prisma does not describe (policies, grants, checks) by hand.`)
}
process.exit(0)
