// The catalogue as others see it: enforcement, prices on pages, the calculator and the products at the payment provider
// are all made from it.
export { cheapestPlanFor, type Demand, type Recommendation } from './plans/calculator.ts'
export { CATALOGUE, PLAN_ORDER, PLANS, planOf } from './plans/catalogue.ts'
export {
  type ComparisonRow,
  comparisonRows,
  dollars,
  FEATURE_NAMES,
  isShipped,
  type PlanHighlight,
  planHighlights,
  priceText,
  reindexPriceText,
  yearlySavingCents,
} from './plans/comparison.ts'
export { formatCredits, toCredits, toMilliCredits } from './plans/credits.ts'
export {
  type PlanFigures,
  planFigures,
  planWithFeature,
  planWithMore,
  seatsOn,
  upgradeUrl,
} from './plans/figures.ts'
export type { Catalogue, Plan } from './plans/plan.ts'
export { GRACE_DAYS, PRICES, stoppedAnswerMc, TOP_UP, TRIAL } from './plans/prices.ts'
