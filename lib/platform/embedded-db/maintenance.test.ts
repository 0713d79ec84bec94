import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Gateway, startGateway } from './gateway.ts'
import { scheduleMaintenance } from './maintenance.ts'

/** For a machine that is busy with something else. */
const PATIENCE = { timeout: 10_000 }

let db: PGlite
let gateway: Gateway
let stop: () => void

beforeAll(async () => {
  db = await PGlite.create()
  await db.exec('CREATE TABLE a (id int); CREATE TABLE "Odd name" (id int)')
  gateway = await startGateway({ db, passwords: new Map() })
  stop = scheduleMaintenance(gateway, { checkEveryMs: 20, quietMs: 60 })
}, 60_000)
afterAll(async () => {
  stop()
  await gateway.stop()
  await db.close()
})

/** -1 before the first VACUUM or ANALYZE of a table. */
async function estimatedRows(table: string): Promise<number> {
  const { rows } = await db.query<{ n: number }>('SELECT reltuples AS n FROM pg_class WHERE relname = $1', [
    table,
  ])
  return rows[0]?.n ?? Number.NaN
}

describe('maintenance', () => {
  it('brings the statistics up to date when enough was written and nobody writes', async () => {
    await gateway.run('INSERT INTO a SELECT generate_series(1, 150)')
    await gateway.run('INSERT INTO "Odd name" SELECT generate_series(1, 90)')
    await vi.waitFor(async () => expect(await estimatedRows('a')).toBe(150), PATIENCE)
    await vi.waitFor(async () => expect(await estimatedRows('Odd name')).toBe(90), PATIENCE)
  })

  it('does not start again for a few rows', async () => {
    await gateway.run('INSERT INTO a VALUES (151)')
    const { units } = gateway.stats
    await vi.waitFor(() => expect(Date.now() - gateway.stats.lastWriteAt).toBeGreaterThan(200), PATIENCE)
    expect(gateway.stats.units).toBe(units)
  })
})

it('reports an error of its SQL', async () => {
  await expect(gateway.run('VACUUM missing')).rejects.toThrow('"missing" does not exist')
})
