import type { PlanKey } from '#lib/billing/schema.ts'
import type { Catalogue, Plan } from './plan.ts'

const MEBIBYTE = 1_048_576
const CREDIT_MC = 1_000

const FREE_1 = {
  key: 'free',
  name: 'Free',
  bestFor: 'a first look at your own documents',
  version: 1,
  priceCents: { month: 0, year: 0 },
  perSeat: false,
  minSeats: 1,
  creditsMc: 50 * CREDIT_MC,
  limits: {
    pages: 150,
    documents: 5,
    pagesPerDocument: 50,
    bytesPerDocument: 10 * MEBIBYTE,
    seats: 1,
    apiKeys: 0,
    requestsPerMinute: 0,
  },
  features: [],
} as const satisfies Plan

const PRO_1 = {
  key: 'pro',
  name: 'Pro',
  bestFor: 'one person who reads for a living',
  version: 1,
  priceCents: { month: 1_500, year: 14_400 },
  perSeat: false,
  minSeats: 1,
  creditsMc: 1_500 * CREDIT_MC,
  limits: {
    pages: 5_000,
    documents: 300,
    pagesPerDocument: 1_000,
    bytesPerDocument: 50 * MEBIBYTE,
    seats: 1,
    apiKeys: 2,
    requestsPerMinute: 60,
  },
  features: ['ocr', 'mindMap', 'apiKeys'],
} as const satisfies Plan

const TEAM_1 = {
  key: 'team',
  name: 'Team',
  bestFor: 'people who share one set of documents',
  version: 1,
  priceCents: { month: 2_500, year: 24_000 },
  perSeat: true,
  minSeats: 3,
  creditsMc: 2_500 * CREDIT_MC,
  limits: {
    pages: 10_000,
    documents: 2_000,
    pagesPerDocument: 2_000,
    bytesPerDocument: 100 * MEBIBYTE,
    seats: 1,
    apiKeys: 20,
    requestsPerMinute: 300,
  },
  features: ['ocr', 'mindMap', 'apiKeys', 'members'],
} as const satisfies Plan

const ENTERPRISE_1 = {
  key: 'enterprise',
  name: 'Enterprise',
  bestFor: 'organisations with their own terms or their own model',
  version: 1,
  priceCents: null,
  perSeat: true,
  minSeats: 3,
  creditsMc: null,
  limits: {
    pages: null,
    documents: null,
    pagesPerDocument: null,
    bytesPerDocument: null,
    seats: null,
    apiKeys: null,
    requestsPerMinute: null,
  },
  features: ['ocr', 'mindMap', 'apiKeys', 'members'],
  opensWith: { key: 'team', version: 1 },
} as const satisfies Plan

/** What can be had now. */
export const PLANS = { free: FREE_1, pro: PRO_1, team: TEAM_1, enterprise: ENTERPRISE_1 } as const

/**
 * The catalogue: everything that was ever sold. Figures are changed by adding a version here and pointing `PLANS` to it,
 * never in place: accounts are held to the version they are on.
 */
export const CATALOGUE: Catalogue = {
  free: [FREE_1],
  pro: [PRO_1],
  team: [TEAM_1],
  enterprise: [ENTERPRISE_1],
}

/** From the smallest to the largest; an upgrade goes to the right. */
export const PLAN_ORDER = ['free', 'pro', 'team', 'enterprise'] as const satisfies readonly PlanKey[]

/**
 * One version of a plan; a version that this release does not know yet counts as the newest one it knows, so that a
 * release that is rolled back still serves.
 */
export function planOf(key: PlanKey, version: number, catalogue: Catalogue = CATALOGUE): Plan {
  const versions = catalogue[key]
  return versions.find((plan) => plan.version === version) ?? versions.at(-1) ?? versions[0]
}
