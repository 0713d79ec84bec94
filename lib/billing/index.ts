import 'server-only'

export { type Account, assertMaySpend, getAccount } from './account.ts'
export { journal, release, releaseIn, settle } from './close-reservation.ts'
export { getEntitlements, requireFeature } from './entitlements.ts'
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
export { type Reserved, reserve, reserveIn } from './reserve.ts'
export { recomputeSnapshot } from './snapshot.ts'
export { requirePagesPerDocument, requireStockRoom, type StockKey, setStock, takeStock } from './stock.ts'
export { sweepExpired } from './sweep.ts'
