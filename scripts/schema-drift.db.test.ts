import { expect, it } from 'vitest'
import { diffMigrationsWithSchema } from './schema-engine.ts'

it('the migrations build what prisma/schema says; if not, run `node scripts/db-author.ts NAME`', async () => {
  expect(await diffMigrationsWithSchema()).toBeNull()
}, 60_000)
