import { describe, expect, it } from 'vitest'
import { withPlatform } from '#lib/platform/db/index.ts'
import { insertAccount } from '#lib/testing/billing.ts'
import { type ChildRun, ownerQuery, runInProcess } from '#lib/testing/database.ts'
import { createRandom, type Random } from '#lib/testing/random.ts'
import { findLedgerProblems, type LedgerProblem, sweepExpired } from './index.ts'

const OPERATIONS = 5_000
const WORKSPACES = 6
const PROCESSES = 3
/** A process that nobody kills ends after so many. */
const PER_PROCESS = 700
/** Meanwhile the end of a month comes that often. */
const ROLL_EVERY = 40

interface Run {
  random: Random
  workspaceIds: string[]
  /** In the order of their start. */
  children: ChildRun[]
  rolls: number
  crashes: number
}

/** Works on until all operations are done, one process after the other; after each the books must balance. */
async function keepWorking(run: Run): Promise<void> {
  while (countOperations(run) < OPERATIONS) {
    const { random, workspaceIds } = run
    const input = { seed: random.integer(0, 1e9), workspaceIds, count: PER_PROCESS }
    const child = runInProcess('lib/testing/ledger-child.ts', [JSON.stringify(input)])
    run.children.push(child)
    const { code, signal, stderr } = await killSomeday(run, child)
    if (signal === 'SIGKILL') run.crashes += 1
    else expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(await findProblems()).toEqual([])
    await rollWhereDue(run)
  }
}

/** Half of them are killed from outside, where nobody knows what they were doing; so is the one that works last. */
async function killSomeday(run: Run, child: ChildRun) {
  const { random } = run
  const operations = random.next() < 0.5 ? random.integer(0, PER_PROCESS) : Number.POSITIVE_INFINITY
  const watch = setInterval(() => {
    if (child.lines.length > operations || countOperations(run) >= OPERATIONS) child.kill('SIGKILL')
  }, 25)
  const ended = await child.exited
  clearInterval(watch)
  return ended
}

function countOperations({ children, rolls }: Run): number {
  return children.reduce((sum, { lines }) => sum + lines.length, rolls)
}

/** The month ends now, and months begin at another instant from now on. */
async function rollWhereDue(run: Run): Promise<void> {
  const { random, workspaceIds } = run
  while (run.rolls < Math.min(countOperations(run), OPERATIONS) / ROLL_EVERY) {
    run.rolls += 1
    const workspaceId = random.pick(workspaceIds)
    const daysAgo = random.next() * 90
    await ownerQuery(
      `WITH moved AS (
         UPDATE billing_account SET anchor_at = date_trunc('milliseconds', now() - make_interval(secs => $2::float8)) WHERE workspace_id = $1
       )
       UPDATE quota_grant SET expires_at = date_trunc('milliseconds', now())
       WHERE workspace_id = $1 AND source = 'plan' AND expires_at > now()`,
      [workspaceId, daysAgo * 86_400],
    )
  }
}

function findProblems(): Promise<LedgerProblem[]> {
  return withPlatform('sweepReservations', (tx) => findLedgerProblems(tx))
}

/** What the processes were told that they had charged, less what they had given back. */
function acknowledgedMc({ children }: Run): number {
  return children
    .flatMap(({ lines }) => lines)
    .reduce((sum, line) => sum + Number(line.split(' ')[2] ?? 0), 0)
}

async function bookedMc(): Promise<number> {
  const [row] = await ownerQuery<{ mc: number }>('SELECT sum(used_mc)::int AS mc FROM quota_grant')
  return row?.mc ?? 0
}

describe('the books', () => {
  it(`balance after ${OPERATIONS.toLocaleString('en')} random operations of processes that are killed at any moment`, async () => {
    // LEDGER_SEED=… repeats the decisions of a run, not how its processes met.
    const seed = Number(process.env.LEDGER_SEED ?? Math.floor(Math.random() * 1e9))
    const accounts = await Promise.all(Array.from({ length: WORKSPACES }, () => insertAccount()))
    const run: Run = {
      random: createRandom(seed),
      workspaceIds: accounts.map(({ workspaceId }) => workspaceId),
      children: [],
      rolls: 0,
      crashes: 0,
    }
    try {
      await Promise.all(Array.from({ length: PROCESSES }, () => keepWorking(run)))
      expect(run.crashes).toBeGreaterThan(5)
      // What came back was booked; what was cut off before it came back is one operation for each lane of a process.
      const cutOff = run.crashes * 3 * 3_000
      expect(Math.abs((await bookedMc()) - acknowledgedMc(run))).toBeLessThanOrEqual(cutOff)

      await ownerQuery(
        `UPDATE quota_reservation SET expires_at = now() - interval '1 second' WHERE state = 'held'`,
      )
      while ((await sweepExpired()) > 0);
      expect(await findProblems()).toEqual([])
      expect(await ownerQuery('SELECT id FROM quota_grant WHERE reserved_mc <> 0')).toEqual([])
    } catch (error) {
      throw new Error(`seed ${seed}, ${countOperations(run)} operations, ${run.crashes} crashes`, {
        cause: error,
      })
    } finally {
      for (const child of run.children) child.kill('SIGKILL')
    }
    // Beside much other work on two cores it has taken more than four minutes.
  }, 600_000)
})
