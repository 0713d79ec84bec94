import { readFileSync } from 'node:fs'
import { getConstructionPlans, PgBoss } from 'pg-boss'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ownerQuery, testDatabase } from '#lib/testing/database.ts'
import { insertWorkspace } from '#lib/testing/factories/rows.ts'
import { withPlatform, withTenant } from './index.ts'

const schemaVersion = () =>
  Number(
    /INSERT INTO pgboss\.version\(version\) VALUES \('(\d+)'\)/.exec(getConstructionPlans('pgboss'))?.[1],
  )

describe('the tables of pg-boss', () => {
  let boss: PgBoss
  beforeAll(async () => {
    boss = new PgBoss({ connectionString: testDatabase().appUrl, migrate: false, max: 2 })
    boss.on('error', () => undefined)
    await boss.start()
  })
  afterAll(() => boss.stop({ graceful: false }))

  it('have the version of the installed package; if not, write a migration from getMigrationPlans', async () => {
    expect(await ownerQuery('SELECT version FROM pgboss.version')).toEqual([{ version: schemaVersion() }])
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync('node_modules/pg-boss/package.json', 'utf8')))
    expect(readFileSync('prisma/migrations/20261124150200_queue/migration.sql', 'utf8')).toContain(
      `pg-boss ${version}`,
    )
  })

  it('hold the queues, those with a dead letter pointing to it', async () => {
    const queues = (await boss.getQueues()).filter(({ name }) => !name.startsWith('__pgboss__'))
    expect(queues.map(({ name, deadLetter }) => [name, deadLetter ?? null]).sort()).toEqual([
      ['control-check', null],
      ['dead', null],
      ['ingest', 'dead'],
      ['mail', 'dead'],
      ['plan-request', 'dead'],
      ['sweep', null],
      ['usage-notice', 'dead'],
    ])
  })

  it('can be worked through by the bare login role', async () => {
    await boss.send('ingest', { id: 1 })
    const [job] = await boss.fetch('ingest')
    expect(job?.data).toEqual({ id: 1 })
    await boss.complete('ingest', job?.id ?? '')
  })

  it('take a job in the transaction that causes it, under the role of its door', async () => {
    const tenant = await insertWorkspace()
    const insert = (name: string) =>
      `INSERT INTO pgboss.job (name, data) VALUES ('${name}', '{}') RETURNING id`
    await withTenant(tenant, (tx) => tx.$queryRawUnsafe(insert('ingest')))
    await withPlatform('signUp', (tx) => tx.$queryRawUnsafe(insert('mail')))
    expect(await boss.fetch('ingest')).toHaveLength(1)
    expect(await boss.fetch('mail')).toHaveLength(1)
  })

  it('show no payload to the doors', async () => {
    const tenant = await insertWorkspace()
    await expect(withTenant(tenant, (tx) => tx.$queryRaw`SELECT data FROM pgboss.job`)).rejects.toThrow(
      /permission denied/,
    )
  })
})
