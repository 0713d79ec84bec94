import { expect, it, vi } from 'vitest'
import { ownerQuery, runInProcess, testDatabase } from '#lib/testing/database.ts'

const CLIENT = 'lib/platform/embedded-db/fixtures/transfer-client.ts'
const DURATION_MS = 3_000
const ACCOUNTS = 20
const BALANCE = 100

it('keeps the sum and mixes up no answers under four processes with six connections each, one of them killed', async () => {
  await ownerQuery('CREATE TABLE stress_account (id int PRIMARY KEY, balance int)')
  await ownerQuery('INSERT INTO stress_account SELECT g, $1 FROM generate_series(1, $2) g', [
    BALANCE,
    ACCOUNTS,
  ])
  const { ownerUrl } = testDatabase()

  const survivors = ['a', 'b', 'c'].map((label) =>
    runInProcess(CLIENT, [ownerUrl, label, String(DURATION_MS)]),
  )
  const victim = runInProcess(CLIENT, [ownerUrl, 'victim', '60000'])
  await vi.waitFor(
    async () => {
      const [row] = await ownerQuery<{ n: number }>(
        'SELECT count(*)::int AS n FROM stress_account WHERE balance <> $1',
        [BALANCE],
      )
      expect(row?.n).toBeGreaterThan(5)
    },
    { timeout: 10_000, interval: 200 },
  )
  victim.kill('SIGKILL')
  expect((await victim.exited).signal).toBe('SIGKILL')

  for (const survivor of survivors) {
    const { code, stdout } = await survivor.exited
    expect(code).toBe(0)
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ wrongAnswers: 0, errors: [] })
    expect(report.transfers).toBeGreaterThan(50)
  }
  const [total] = await ownerQuery<{ sum: number }>('SELECT sum(balance)::int AS sum FROM stress_account')
  expect(total?.sum).toBe(ACCOUNTS * BALANCE)
})
