import { appendFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { ownerQuery, runInProcess, testDatabase } from '#lib/testing/database.ts'
import { migrate, readMigrations } from './migrate.ts'

let directory: string
let counter = 0

/** The real folder and one migration more that would fail if it ran twice. */
beforeEach(() => {
  counter++
  directory = path.join(testDatabase().dataDir, `migrations-${counter}`)
  cpSync('prisma/migrations', directory, { recursive: true })
  addMigration(
    `30000101000000_t${counter}`,
    `CREATE TABLE extra_${counter} (id int); INSERT INTO extra_${counter} VALUES (1);`,
  )
})

function addMigration(name: string, sql: string): void {
  mkdirSync(path.join(directory, name), { recursive: true })
  writeFileSync(path.join(directory, name, 'migration.sql'), sql)
}

describe('migrate', () => {
  it('has nothing to do on the migrated template', async () => {
    expect(await migrate(testDatabase().ownerUrl)).toEqual([])
  })

  it('applies once when three runners start together', async () => {
    const url = testDatabase().ownerUrl
    const applied = await Promise.all([1, 2, 3].map(() => migrate(url, directory)))
    expect(applied.flat()).toEqual([`30000101000000_t${counter}`])
    expect(await ownerQuery(`SELECT count(*)::int AS n FROM extra_${counter}`)).toEqual([{ n: 1 }])
  })

  it('writes what `prisma migrate` would: name, SHA-256 of the file, finished', async () => {
    const [first] = readMigrations()
    const [row] = await ownerQuery(
      'SELECT checksum, finished_at IS NOT NULL AS finished, applied_steps_count AS steps FROM _prisma_migrations WHERE migration_name = $1',
      [first?.name],
    )
    expect(row).toEqual({ checksum: first?.checksum, finished: true, steps: 1 })
  })

  it('refuses an applied migration that was edited', async () => {
    await migrate(testDatabase().ownerUrl, directory)
    appendFileSync(path.join(directory, `30000101000000_t${counter}`, 'migration.sql'), '\n-- edited')
    await expect(migrate(testDatabase().ownerUrl, directory)).rejects.toThrow(/was edited/)
  })

  it('leaves nothing of a migration that fails, and applies it when it is mended', async () => {
    const url = testDatabase().ownerUrl
    const name = `30000102000000_broken${counter}`
    addMigration(name, `CREATE TABLE half_${counter} (id int); SELECT 1/0;`)
    await expect(migrate(url, directory)).rejects.toThrow(`${name} failed: division by zero`)
    expect(await ownerQuery('SELECT to_regclass($1) AS t', [`half_${counter}`])).toEqual([{ t: null }])
    addMigration(name, `CREATE TABLE half_${counter} (id int);`)
    expect(await migrate(url, directory)).toEqual([name])
  })

  it('is a command that says what it did, and what to set', async () => {
    const env = process.env
    process.env.DATABASE_MIGRATION_URL = testDatabase().ownerUrl
    const done = await runInProcess('scripts/db-migrate.ts').exited
    delete env.DATABASE_MIGRATION_URL
    const refused = await runInProcess('scripts/db-migrate.ts').exited
    expect(done).toMatchObject({ code: 0, stdout: 'the database is up to date\n' })
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('DATABASE_MIGRATION_URL')
  })
})
