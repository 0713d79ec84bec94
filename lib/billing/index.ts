import 'server-only'

export { type Account, assertMaySpend, getAccount } from './account.ts'
export { journal, release, releaseIn, settle } from './close-reservation.ts'
export { getEntitlements, requireFeature } from './entitlements.ts'
export { insertGrant, type NewGrant, revokeFromGrant } from './grant-repository.ts'
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
export { openAccount } from './open-account.ts'
export { type QuotaHeaders, quotaHeaders } from './quota-headers.ts'
export { type Refund, refund } from './refund.ts'
export { type Reserved, reserve, reserveIn } from './reserve.ts'
export { recomputeSnapshot } from './snapshot.ts'
export { requirePagesPerDocument, requireStockRoom, type StockKey, setStock, takeStock } from './stock.ts'
export { sweepExpired } from './sweep.ts'
