import { systemClock } from '#lib/platform/clock.ts'
import { withPlatform } from '#lib/platform/db/index.ts'
import { log } from '#lib/platform/log.ts'
import { type Alert, mailAlerts } from './alerts.ts'
import {
  type CheckResult,
  countStuckReservations,
  findLastCheck,
  insertChecks,
  listFailedChecks,
  lockChecks,
  pruneChecks,
  sumDenialsToday,
  sumEstimates,
  sumToday,
} from './control-repository.ts'
import { judgeDenials, judgeEstimates, judgeMargins, judgeOverage } from './figures.ts'
import { toUnreadable, UNREADABLE_KEY, type Violation } from './read-workspaces.ts'
import { checkWorkspaces } from './round.ts'
import { COVERAGE_KEY, type ControlState, parseControlState } from './state.ts'

/** Looked at workspace by workspace. Each has a result in every run, also a good one. */
export const BOOK_CHECKS = [
  'ledger.grant.used',
  'ledger.grant.reserved',
  'ledger.grant.balance',
  'ledger.grant.amounts',
  'ledger.reservation.held',
  'ledger.reservation.settled',
  'ledger.reservation.refunded',
  'ledger.reservation.overage',
  'ledger.reservation.writeOff',
  'ledger.daily',
  'stock.documents',
  'stock.pages',
  'stock.seats',
  UNREADABLE_KEY,
] as const

const SAMPLE_SIZE = 5
/** A round through all workspaces that takes longer leaves mistakes in quiet ones unseen for too long. */
const MAX_ROUND_MS = 24 * 60 * 60 * 1000

/**
 * Looks once whether the controls hold, writes down what it has found and mails what has begun to fail or is right again.
 * It mends nothing. Safe at any time and twice at once.
 */
export async function runControlChecks(signal: AbortSignal): Promise<void> {
  const now = systemClock.now()
  const last = await withPlatform('controlChecks', (tx) => findLastCheck(tx, COVERAGE_KEY))
  const before = parseControlState(last?.sample, now)
  const timer = startTimer()
  const { violations, state } = await look(before, now, signal)
  const booksMs = timer()
  const figures = await judgeFigures().catch((error: unknown) => {
    violations.push(toUnreadable(null, 'the figures of the day', error))
    return []
  })
  const results = [
    ...judgeBooks(violations, booksMs),
    ...figures,
    toCoverage(state, { now, durationMs: timer() }),
  ]
  await record(results)
  for (const { ok, checkKey, ...found } of results) {
    if (!ok)
      log.error({ checkKey, violations: found.violations, sample: found.sample }, 'a control check failed')
  }
}

/** Whatever happens, there is something to write down: a check that does not speak looks like one that is content. */
async function look(before: ControlState, now: Date, signal: AbortSignal) {
  try {
    return await checkWorkspaces(before, now, signal)
  } catch (error) {
    signal.throwIfAborted()
    return { violations: [toUnreadable(null, 'the list of workspaces', error)], state: before }
  }
}

function judgeBooks(violations: readonly Violation[], durationMs: number): CheckResult[] {
  const keys = new Set<string>([...BOOK_CHECKS, ...violations.map(({ checkKey }) => checkKey)])
  return [...keys].map((checkKey) => {
    const own = violations.filter((violation) => violation.checkKey === checkKey)
    return { checkKey, ok: own.length === 0, violations: own.length, sample: toSample(own), durationMs }
  })
}

const toSample = (violations: readonly Violation[]) =>
  violations.slice(0, SAMPLE_SIZE).map(({ workspaceId, detail }) => ({ workspaceId, detail }))

async function judgeFigures(): Promise<CheckResult[]> {
  const timer = startTimer()
  const { stuck, days, denials, estimates } = await withPlatform('controlChecks', async (tx) => ({
    stuck: await countStuckReservations(tx),
    days: await sumToday(tx),
    denials: await sumDenialsToday(tx),
    estimates: await sumEstimates(tx),
  }))
  const durationMs = timer()
  return [
    { checkKey: 'reservations.swept', ok: stuck === 0, violations: stuck, sample: [{ stuck }], durationMs },
    { checkKey: 'usage.overage', ...judgeOverage(days), durationMs },
    { checkKey: 'usage.margin', ...judgeMargins(days), durationMs },
    { checkKey: 'usage.estimates', ...judgeEstimates(estimates), durationMs },
    { checkKey: 'paywall.denials', ...judgeDenials(denials), durationMs },
  ]
}

/** Keeps the state for the next run beside the result. */
function toCoverage(
  state: ControlState,
  { now, durationMs }: { now: Date; durationMs: number },
): CheckResult {
  const ok = now.getTime() - state.roundStartedAt.getTime() < MAX_ROUND_MS
  const sample = [{ ...state, roundStartedAt: state.roundStartedAt.toISOString() }]
  return { checkKey: COVERAGE_KEY, ok, violations: ok ? 0 : 1, sample, durationMs }
}

/** Results, mails and the state for the next run together, or none of them. */
function record(results: readonly CheckResult[]): Promise<void> {
  return withPlatform('controlChecks', async (tx) => {
    await lockChecks(tx)
    const failedBefore = new Set(await listFailedChecks(tx))
    const ids = await insertChecks(tx, results)
    const alerts = results.flatMap((result, index): Alert[] => {
      const id = ids[index]
      return id !== undefined && result.ok === failedBefore.has(result.checkKey) ? [{ id, result }] : []
    })
    await mailAlerts(tx, alerts)
    await pruneChecks(tx)
  })
}

function startTimer(): () => number {
  const startedAt = performance.now()
  return () => Math.round(performance.now() - startedAt)
}
