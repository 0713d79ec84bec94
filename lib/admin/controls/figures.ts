import { creditValueMicroUsd } from '#lib/admin/credit-value.ts'
import { PLAN_KEYS } from '#lib/billing/schema.ts'
import type { CheckResult, DayFigures, EstimateFigures } from './control-repository.ts'

type Finding = Omit<CheckResult, 'checkKey' | 'durationMs'>

const MC_PER_CREDIT = 1_000
/** Work after the end of a reservation is paid by us: more than this share of what was charged, and something is slow. */
const MAX_OVERAGE_SHARE = 0.05
const MIN_OVERAGE_MC = 50_000
/** So many refusals in a day are a mistake of ours or an attack. */
const MAX_DENIALS = 10_000
/** Estimates stand in for a provider that does not count: further off than this, and stopped answers are priced wrong. */
const MAX_DEVIATION = 0.25
const MIN_CALLS = 20
/** An action may cost this much a day before its margin is judged: one US dollar. */
const MIN_COST_MICRO_USD = 1_000_000

/** Overage of the day against what was charged. */
export function judgeOverage(days: readonly DayFigures[]): Finding {
  const overageMc = sum(days, ({ overageMc }) => overageMc)
  const chargedMc = sum(days, ({ chargedMc }) => chargedMc)
  const writeOffMicroUsd = sum(days, ({ writeOffMicroUsd }) => writeOffMicroUsd)
  const ok = overageMc <= Math.max(MIN_OVERAGE_MC, chargedMc * MAX_OVERAGE_SHARE)
  return { ok, violations: ok ? 0 : 1, sample: [{ overageMc, chargedMc, writeOffMicroUsd }] }
}

/** How often the paywall said no today. */
export function judgeDenials(denials: readonly { code: string; count: number }[]): Finding {
  const ok = sum(denials, ({ count }) => count) <= MAX_DENIALS
  return { ok, violations: ok ? 0 : 1, sample: denials.map(({ code, count }) => ({ code, count })) }
}

/** Our counts of tokens against those of the providers, model by model; null deviation = too few calls to judge. */
export function judgeEstimates(models: readonly EstimateFigures[]): Finding {
  const sample = models.map(({ model, calls, counted, estimated }) => ({
    model,
    calls,
    deviation:
      counted > 0 && calls >= MIN_CALLS
        ? Math.round(((estimated - counted) / counted) * 1_000) / 1_000
        : null,
  }))
  const violations = sample.filter(({ deviation }) => Math.abs(deviation ?? 0) > MAX_DEVIATION).length
  return { ok: violations === 0, violations, sample }
}

/**
 * What each action brought in today on plans that are paid for, less what its models cost. An action that costs more than
 * it brings in has a wrong price.
 */
export function judgeMargins(days: readonly DayFigures[]): Finding {
  const paid = days.filter(({ planKey }) => creditValueOf(planKey) > 0)
  const actions = [...new Set(paid.map(({ action }) => action))]
  const sample = actions.map((action) => {
    const rows = paid.filter((row) => row.action === action)
    const revenueMicroUsd = Math.round(
      sum(rows, ({ netMc, planKey }) => (netMc / MC_PER_CREDIT) * creditValueOf(planKey)),
    )
    const costMicroUsd = sum(rows, (row) => row.costMicroUsd)
    return { action, revenueMicroUsd, costMicroUsd, marginMicroUsd: revenueMicroUsd - costMicroUsd }
  })
  const violations = sample.filter(
    ({ costMicroUsd, marginMicroUsd }) => costMicroUsd >= MIN_COST_MICRO_USD && marginMicroUsd < 0,
  ).length
  return { ok: violations === 0, violations, sample }
}

function creditValueOf(planKey: string): number {
  const known = PLAN_KEYS.find((key) => key === planKey)
  return known ? creditValueMicroUsd(known) : 0
}

function sum<T>(rows: readonly T[], valueOfRow: (row: T) => number): number {
  return rows.reduce((total, row) => total + valueOfRow(row), 0)
}
