import 'server-only'

export { type Account, assertMaySpend, getAccount } from './account.ts'
export { type CallLimits, findCallLimits } from './call-limits.ts'
export {
  type AccountChange,
  type AccountFacts,
  changePlan,
  clearGrace,
  setHold,
  startGrace,
} from './change-account.ts'
export { journal, release, releaseIn, settle } from './close-reservation.ts'
export { readCreditsLevel } from './credits-level.ts'
export { decidePlanRequest, type PlanDecision } from './decide-plan-request.ts'
export { denialsWritten, recordDenial } from './denials.ts'
export { dismissNotice } from './dismiss-notice.ts'
export { getEntitlements, requireFeature } from './entitlements.ts'
export { findLedgerSuspects } from './find-suspects.ts'
export { insertGrant, type NewGrant, revokeFromGrant } from './grant-repository.ts'
export { type CreditChange, type Grant, grantCredits, listGrants, revokeGrant } from './grants.ts'
export { type NoticedLimit, planRequestJob, usageNoticeJob } from './jobs.ts'
export { findLedgerProblems, type LedgerProblem } from './ledger-check-repository.ts'
export type { Actual, Balance, MeterAction, MeterSpec, ModelCost, Replay, Settlement } from './meter.ts'
export {
  type Meter,
  type MeterHandle,
  metered,
  type OpenedMeter,
  openMeter,
  openMeterIn,
  type Work,
} from './metered.ts'
export { FIRST_NOTICE_SHARE, type Viewer } from './notices.ts'
export { openAccount } from './open-account.ts'
export {
  type AddOverride,
  addOverride,
  listOverrides,
  OVERRIDE_KEYS,
  type Override,
  type OverrideKey,
  revokeOverride,
} from './overrides.ts'
export { findPlanRequestById, type PlanRequestRow } from './plan-request-repository.ts'
export { findPlanRequest, requestPlan, withdrawPlanRequest } from './plan-requests.ts'
export { featureNotInPlan } from './problems.ts'
export { pruneBillingRecords } from './prune.ts'
export { type QuotaHeaders, quotaHeaders } from './quota-headers.ts'
export { createQuote, type PricedRequest } from './quotes/create-quote.ts'
export { findReceipts, type ReservationReceipt } from './quotes/find-receipts.ts'
export { openQuotedMeterIn, type QuotedSpec, wasOpened } from './quotes/open-quoted-meter.ts'
export { priceByPage } from './quotes/price-by-page.ts'
export { runReserved } from './quotes/run-reserved.ts'
export { readQuota } from './read-quota.ts'
export { type Refund, refund } from './refund.ts'
export { type Reserved, reserve, reserveIn } from './reserve.ts'
export { recomputeSnapshot } from './snapshot.ts'
export {
  findStockLimit,
  requirePagesPerDocument,
  requireStockRoom,
  type StockKey,
  takeStock,
} from './stock.ts'
export { sweepExpired } from './sweep.ts'
export { toPlanKey } from './to-plan-key.ts'
export type { EntryFilter } from './usage/entry.ts'
export { type BalancePart, type ExplainedBalance, explainBalance } from './usage/explain-balance.ts'
export { type ExplainedEntry, listEntries } from './usage/list-entries.ts'
export { sumUsage, type UsageQuery } from './usage/sum-usage.ts'
export type { UsageGroupRow, UsageSums } from './usage/usage-repository.ts'
