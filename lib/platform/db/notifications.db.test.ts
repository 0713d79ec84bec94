import { afterEach, expect, it, vi } from 'vitest'
import { ownerQuery, testDatabase, withSecondConnection } from '#lib/testing/database.ts'
import { insertWorkspace } from '#lib/testing/factories/rows.ts'
import { closeListener, listen, notify, withTenant } from './index.ts'

/** For a machine that is busy with something else. */
const PATIENCE = { timeout: 10_000 }

afterEach(() => closeListener())

it('delivers after the commit, in order, to every handler of the channel', async () => {
  const tenant = await insertWorkspace()
  const heard: string[] = []
  await listen('run_stop', (payload) => heard.push(`a ${payload}`))
  await listen('run_stop', (payload) => heard.push(`b ${payload}`))
  await withTenant(tenant, async (tx) => {
    await notify(tx, 'run_stop', '1')
    await notify(tx, 'run_stop', '2')
  })
  await vi.waitFor(() => expect(heard).toEqual(['a 1', 'b 1', 'a 2', 'b 2']), PATIENCE)
})

it('sends nothing when the transaction fails', async () => {
  const tenant = await insertWorkspace()
  const heard: string[] = []
  await listen('quiet', (payload) => heard.push(payload))
  const failed = withTenant(tenant, async (tx) => {
    await notify(tx, 'quiet', 'never')
    throw new Error('boom')
  })
  await expect(failed).rejects.toThrow('boom')
  await withTenant(tenant, (tx) => notify(tx, 'quiet', 'marker'))
  await vi.waitFor(() => expect(heard).toEqual(['marker']), PATIENCE)
})

it('stops for a handler that no longer listens', async () => {
  const heard: string[] = []
  const stop = await listen('topic', (payload) => heard.push(`first ${payload}`))
  await listen('topic', (payload) => heard.push(`second ${payload}`))
  stop()
  await withSecondConnection((client) => client.query("NOTIFY topic, 'x'"))
  await vi.waitFor(() => expect(heard).toEqual(['second x']), PATIENCE)
})

it('listens again after the database was killed', async () => {
  const heard = new Set<string>()
  await listen('again', (payload) => heard.add(payload))
  await breakConnections()
  await vi.waitFor(
    async () => {
      await ownerQuery("SELECT pg_notify('again', 'back')")
      expect(heard).toContain('back')
    },
    { timeout: 15_000, interval: 100 },
  )
})

/** A server outlives its connections; there, the listener's own ends (by the login role that owns it). */
async function breakConnections(): Promise<void> {
  const pid = testDatabase().pid()
  if (pid !== undefined) {
    process.kill(pid, 'SIGKILL')
    return
  }
  await withSecondConnection((client) =>
    client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'footnote-listen'`,
    ),
  )
}

it('refuses a channel name that is not one', async () => {
  await expect(listen('x; DROP TABLE run', () => undefined)).rejects.toThrow('not a channel name')
})
