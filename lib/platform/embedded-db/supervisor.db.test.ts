import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, inject, it, vi } from 'vitest'
import { withTenant } from '#lib/platform/db/index.ts'
import { isAppError } from '#lib/platform/errors.ts'
import { createId } from '#lib/platform/id.ts'
import { ownerQuery, testDatabase } from '#lib/testing/database.ts'
import { copyDatabaseTemplate } from '#lib/testing/database-template.ts'
import { insertWorkspace } from '#lib/testing/factories/rows.ts'
import { startEmbeddedDatabase } from './supervisor.ts'

const KILLS = 3
const killed: number[] = []
afterAll(() => {
  for (const pid of killed) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // Gone already, as it should be.
    }
  }
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('the supervisor', () => {
  it('brings the owner back on the same port after SIGKILL, and nothing acknowledged is lost', async () => {
    const tenant = await insertWorkspace()
    const acknowledged: string[] = []
    let isWriting = true
    const write = async () => {
      while (isWriting) {
        const id = createId()
        const data = { workspaceId: tenant.workspaceId, id, action: 'crash-test' }
        try {
          await withTenant(tenant, (tx) => tx.auditEntry.create({ data }))
          acknowledged.push(id)
        } catch (error) {
          expect(isAppError(error, 'unavailable'), String(error)).toBe(true)
        }
      }
    }
    const writers = [write(), write(), write()]

    const port = testDatabase().port
    for (let round = 0; round < KILLS; round++) {
      const before = acknowledged.length
      await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(before + 20), { timeout: 15_000 })
      const pid = testDatabase().pid()
      if (pid === undefined) throw new Error('no owner')
      process.kill(pid, 'SIGKILL')
      await vi.waitFor(() => expect(testDatabase().pid()).not.toBe(pid), { timeout: 15_000 })
    }
    const atLast = acknowledged.length
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(atLast + 20), { timeout: 15_000 })
    isWriting = false
    await Promise.all(writers)

    expect(testDatabase().port).toBe(port)
    const rows = await vi.waitFor(() =>
      ownerQuery<{ id: string }>("SELECT id FROM audit_entry WHERE action = 'crash-test'"),
    )
    const stored = new Set(rows.map((row) => row.id))
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([])
  }, 60_000)

  it('refuses a second owner of the same directory, and names the first', async () => {
    const dataDir = path.join(testDatabase().dataDir, 'db')
    await expect(startEmbeddedDatabase({ dataDir })).rejects.toThrow(`process ${testDatabase().pid()}`)
  })

  it('keeps the directory and the passwords to the person who runs it', () => {
    const dataDir = path.join(testDatabase().dataDir, 'db')
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
    expect(statSync(path.join(dataDir, 'credentials.json')).mode & 0o777).toBe(0o600)
  })

  it('closes cleanly, and takes up the same data again', async () => {
    const dataDir = path.join(testDatabase().dataDir, 'again')
    copyDatabaseTemplate(inject('databaseTemplate'), dataDir)
    const first = await startEmbeddedDatabase({ dataDir })
    const pid = first.pid() ?? 0
    await first.stop()
    expect(isAlive(pid)).toBe(false)
    expect(existsSync(path.join(dataDir, 'owner.json'))).toBe(false)
    const second = await startEmbeddedDatabase({ dataDir })
    expect(second.ownerUrl.replace(/:\d+\//, '')).toBe(first.ownerUrl.replace(/:\d+\//, ''))
    await second.stop()
  })
})

describe('the owner process', () => {
  it('ends when its parent is killed', async () => {
    const dataDir = path.join(testDatabase().dataDir, 'orphan')
    copyDatabaseTemplate(inject('databaseTemplate'), dataDir)
    const launcher = fork(path.join(import.meta.dirname, 'fixtures/launcher.ts'), [dataDir], { execArgv: [] })
    const [owner]: { pid: number }[] = await once(launcher, 'message')
    if (!owner) throw new Error('no owner')
    killed.push(owner.pid)
    expect(isAlive(owner.pid)).toBe(true)
    launcher.kill('SIGKILL')
    await vi.waitFor(() => expect(isAlive(owner.pid)).toBe(false), { timeout: 15_000 })
  })
})
