import { type Grant, type Override, toPlanKey } from '#lib/billing/index.ts'
import { toCredits } from '#lib/billing/plans.ts'
import { ACCESS_STATES, type AccessState } from '#lib/billing/schema.ts'
import type { AuditRow, DenialRow } from './repository.ts'
import type {
  AdminAuditEntry,
  AdminGrant,
  AdminOverride,
  AdminPlanRequest,
  AdminWorkspace,
  AdminWorkspaceDetail,
  LedgerEntry,
} from './schema.ts'
import type { LedgerRow, PlanRequestRow, WorkspaceRow } from './workspaces-repository.ts'

export function serializeWorkspace(row: WorkspaceRow): AdminWorkspace {
  return {
    ...row,
    members: Number(row.members),
    planKey: toPlanKey(row.planKey),
    access: toAccess(row.access),
    documents: Number(row.documents),
    pages: Number(row.pages),
    createdAt: row.createdAt.toISOString(),
  }
}

export function serializeGrant({ createdAt: _, ...grant }: Grant): AdminGrant {
  return {
    ...grant,
    startsAt: grant.startsAt.toISOString(),
    expiresAt: grant.expiresAt?.toISOString() ?? null,
  }
}

export function serializeOverride(override: Override, emails: ReadonlyMap<string, string>): AdminOverride {
  const { value, grantedBy, startsAt, expiresAt, revokedAt } = override
  return {
    ...override,
    value: typeof value === 'number' || typeof value === 'boolean' ? value : null,
    grantedBy: grantedBy && (emails.get(grantedBy) ?? null),
    startsAt: startsAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  }
}

export function serializePlanRequest(row: PlanRequestRow): AdminPlanRequest {
  return {
    ...row,
    currentPlan: toPlanKey(row.currentPlan),
    planKey: toPlanKey(row.planKey),
    interval: row.interval === 'year' ? 'year' : 'month',
    status: REQUEST_STATES.find((state) => state === row.status) ?? 'withdrawn',
    requestedAt: row.requestedAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
  }
}

export function serializeDenial(row: DenialRow): AdminWorkspaceDetail['denials'][number] {
  return { ...row, count: Number(row.count), lastAt: row.lastAt.toISOString() }
}

export function serializeEntry({ amountMc, costMicroUsd, at, kind, ...row }: LedgerRow): LedgerEntry {
  return {
    ...row,
    at: at.toISOString(),
    kind: KINDS.find((known) => known === kind) ?? 'cost',
    credits: toCredits(Number(amountMc)),
    costMicroUsd: Number(costMicroUsd),
  }
}

export function serializeAudit({ detail, at, ...row }: AuditRow): AdminAuditEntry {
  const { reason, before, after } = isObject(detail) ? detail : {}
  return {
    ...row,
    at: at.toISOString(),
    reason: typeof reason === 'string' ? reason : null,
    before: before ?? null,
    after: after ?? null,
  }
}

export function toAccess(value: string): AccessState {
  return ACCESS_STATES.find((state) => state === value) ?? 'hold'
}

// Check constraints keep other words out of these columns.
const REQUEST_STATES = ['open', 'granted', 'declined', 'withdrawn'] as const
const KINDS = ['grant', 'revoke', 'charge', 'refund', 'overage', 'cost'] as const

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
