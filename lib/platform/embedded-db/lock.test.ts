import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

interface Outcome {
  won: boolean
  pid?: number
  owner?: number
  message?: string
}

const ROUNDS = 4
const CONTENDERS = 4

let dataDir: string
const children: ChildProcess[] = []

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'footnote-lock-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
})

function start(): Promise<{ child: ChildProcess; outcome: Outcome }> {
  const child = fork(path.join(import.meta.dirname, 'fixtures/lock-contender.ts'), [dataDir], {
    execArgv: [],
  })
  children.push(child)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('message', (outcome: Outcome) => resolve({ child, outcome }))
  })
}

describe('the owner lock', () => {
  it('has exactly one winner when several start at once, also after its owner was killed', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const contenders = await Promise.all(Array.from({ length: CONTENDERS }, start))
      const winners = contenders.filter(({ outcome }) => outcome.won)
      expect(winners).toHaveLength(1)
      const [winner] = winners
      const losers = contenders.filter(({ outcome }) => !outcome.won)
      expect(losers.map(({ outcome }) => outcome.owner)).toEqual(losers.map(() => winner?.outcome.pid))
      winner?.child.kill('SIGKILL')
      if (winner) await once(winner.child, 'exit')
    }
  }, 60_000)

  it('tells the loser who owns the directory and what to do', async () => {
    const winner = await start()
    const loser = await start()
    expect(loser.outcome.message).toContain(`process ${winner.child.pid}`)
    expect(loser.outcome.message).toContain('FOOTNOTE_DATA_DIR')
    const [code] = await once(loser.child, 'exit')
    expect(code).toBe(3)
  })
})
