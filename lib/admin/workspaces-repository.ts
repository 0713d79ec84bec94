import * as z from 'zod'
import { Prisma, type Tx } from '#lib/platform/db/index.ts'
import { idSchema } from '#lib/platform/http/schema.ts'

export interface WorkspaceRow {
  id: string
  slug: string
  name: string
  createdAt: Date
  ownerEmail: string | null
  members: bigint
  planKey: string
  access: string
  documents: bigint
  pages: bigint
}

export interface WorkspaceFilter {
  /** Part of a name, an address or an owner's e-mail, or a whole id. */
  q: string | null
  plan: string | null
  access: string | null
  before: string | null
  take: number
}

/**
 * Workspaces, the newest first: what they are called and what they hold, never what stands in it. The one whose id was
 * asked for comes before all others, on the first page.
 */
export async function listWorkspaceRows(tx: Tx, filter: WorkspaceFilter): Promise<WorkspaceRow[]> {
  const { q, plan, access, before, take } = filter
  const exactId = idSchema.safeParse(q).data ?? null
  const like = q === null ? null : `%${q.replace(/[\\%_]/g, '\\$&')}%`
  const matches = (where: Prisma.Sql) => tx.$queryRaw<WorkspaceRow[]>`
    WITH page AS MATERIALIZED (
      SELECT w.id FROM workspace w
      JOIN billing_account a ON a.workspace_id = w.id
      JOIN entitlement_snapshot s ON s.workspace_id = w.id
      WHERE (${plan}::text IS NULL OR a.plan_key = ${plan}::text)
        AND (${access}::text IS NULL OR s.access = ${access}::text) AND ${where}
      ORDER BY w.id DESC LIMIT ${take}::int
    )
    ${DETAILS} WHERE w.id IN (SELECT id FROM page) ORDER BY w.id DESC`
  const exact = exactId === null || before !== null ? [] : await matches(Prisma.sql`w.id = ${exactId}::uuid`)
  const others = await matches(Prisma.sql`
    (${before}::uuid IS NULL OR w.id < ${before}::uuid)
    AND (${exactId}::uuid IS NULL OR w.id <> ${exactId}::uuid)
    AND (${like}::text IS NULL OR w.name ILIKE ${like}::text OR w.slug ILIKE ${like}::text
         OR w.id IN (SELECT m.workspace_id FROM "user" u JOIN membership m ON m.user_id = u.id
                     WHERE m.role = 'owner' AND u.email ILIKE ${like}::text))`)
  return [...exact, ...others].slice(0, take)
}

/** One workspace by its id, whatever others are called; null when there is none. */
export async function findWorkspaceRow(tx: Tx, workspaceId: string): Promise<WorkspaceRow | null> {
  const [row] = await tx.$queryRaw<WorkspaceRow[]>`${DETAILS} WHERE w.id = ${workspaceId}::uuid`
  return row ?? null
}

/** Counted for the rows of a page, not for all that were searched. */
const DETAILS = Prisma.sql`
  SELECT w.id, w.slug, w.name, w.created_at AS "createdAt", owner.email AS "ownerEmail",
         (SELECT count(*) FROM membership m WHERE m.workspace_id = w.id) AS members,
         a.plan_key AS "planKey", s.access,
         coalesce((SELECT k.value FROM workspace_stock k WHERE k.workspace_id = w.id AND k.key = 'documents'), 0) AS documents,
         coalesce((SELECT k.value FROM workspace_stock k WHERE k.workspace_id = w.id AND k.key = 'pages'), 0) AS pages
  FROM workspace w
  JOIN billing_account a ON a.workspace_id = w.id
  JOIN entitlement_snapshot s ON s.workspace_id = w.id
  LEFT JOIN LATERAL (
    SELECT u.email FROM membership m JOIN "user" u ON u.id = m.user_id
    WHERE m.workspace_id = w.id AND m.role = 'owner' ORDER BY m.created_at, m.user_id LIMIT 1
  ) owner ON true`

export interface MemberRow {
  id: string
  email: string
  name: string
  role: string
}

/** Those who decide in a workspace: whom staff would write to. */
export function listOwners(tx: Tx, workspaceId: string): Promise<MemberRow[]> {
  return tx.$queryRaw<MemberRow[]>`
    SELECT u.id, u.email, u.name, m.role FROM membership m JOIN "user" u ON u.id = m.user_id
    WHERE m.workspace_id = ${workspaceId}::uuid AND m.role IN ('owner', 'admin')
    ORDER BY m.role DESC, u.email LIMIT 50`
}

/** What the account is and may do, as it was last worked out. */
export async function findStanding(tx: Tx, workspaceId: string) {
  const where = { where: { workspaceId } }
  const account = await tx.billingAccount.findUniqueOrThrow(where)
  const snapshot = await tx.entitlementSnapshot.findUniqueOrThrow(where)
  const seats = await tx.workspaceStock.findUnique({
    where: { workspaceId_key: { workspaceId, key: 'seats' } },
  })
  return {
    planVersion: account.planVersion,
    seats: account.seats,
    holdReason: account.holdReason,
    graceStartedAt: account.graceStartedAt?.toISOString() ?? null,
    anchorAt: account.anchorAt.toISOString(),
    limits: limitsOf(snapshot.limits),
    features: snapshot.features,
    validUntil: snapshot.validUntil?.toISOString() ?? null,
    storedSeats: Number(seats?.value ?? 0),
  }
}

function limitsOf(limits: unknown): Record<string, number | null> {
  return z.record(z.string(), z.number().nullable()).parse(limits)
}

/** Addresses of people by id. */
export async function findEmails(tx: Tx, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return new Map()
  const rows = await tx.user.findMany({ where: { id: { in: wanted } }, select: { id: true, email: true } })
  return new Map(rows.map(({ id, email }) => [id, email]))
}

export interface PlanRequestRow {
  id: string
  workspaceId: string
  workspaceName: string
  slug: string
  currentPlan: string
  planKey: string
  interval: string
  seats: number
  note: string | null
  status: string
  requestedBy: string | null
  requestedAt: Date
  decidedBy: string | null
  decidedAt: Date | null
  reply: string | null
}

/** Wishes for another plan: the open ones with the longest wait first, the decided ones with the last decision first. */
export function listPlanRequestRows(
  tx: Tx,
  filter: {
    workspaceId: string | null
    status: 'open' | 'decided' | null
    after: string | null
    take: number
  },
): Promise<PlanRequestRow[]> {
  const { workspaceId, status, after, take } = filter
  return tx.$queryRaw<PlanRequestRow[]>`
    SELECT r.id, r.workspace_id AS "workspaceId", w.name AS "workspaceName", w.slug, a.plan_key AS "currentPlan",
           r.plan_key AS "planKey", r.interval, r.seats, r.note, r.status, asker.email AS "requestedBy",
           r.requested_at AS "requestedAt", decider.email AS "decidedBy", r.decided_at AS "decidedAt", r.reply
    FROM plan_request r
    JOIN workspace w ON w.id = r.workspace_id
    JOIN billing_account a ON a.workspace_id = r.workspace_id
    LEFT JOIN "user" asker ON asker.id = r.requested_by
    LEFT JOIN "user" decider ON decider.id = r.decided_by
    WHERE (${workspaceId}::uuid IS NULL OR r.workspace_id = ${workspaceId}::uuid)
      AND CASE ${status}::text
            WHEN 'open' THEN r.status = 'open' AND (${after}::uuid IS NULL OR r.id > ${after}::uuid)
            WHEN 'decided' THEN r.status <> 'open' AND (${after}::uuid IS NULL OR r.id < ${after}::uuid)
            ELSE true END
    ORDER BY CASE WHEN ${status}::text = 'open' THEN r.id END, r.id DESC
    LIMIT ${take}::int`
}

/** Whose request it is; null when there is none. */
export async function findPlanRequestWorkspace(tx: Tx, requestId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ workspaceId: string }[]>`
    SELECT workspace_id AS "workspaceId" FROM plan_request WHERE id = ${requestId}::uuid`
  return row?.workspaceId ?? null
}

export interface LedgerRow {
  id: string
  at: Date
  kind: string
  action: string
  amountMc: bigint
  costMicroUsd: bigint
  writeOff: boolean
  inputTokens: number | null
  outputTokens: number | null
  model: string | null
  userEmail: string | null
  planKey: string
  surface: string
  reservationId: string | null
  grantId: string | null
}

/** The ledger of a workspace, the last entry first. Which document or conversation it was stays with the workspace. */
export function listLedgerRows(
  tx: Tx,
  page: { workspaceId: string; before: { at: Date; id: string } | null; take: number },
): Promise<LedgerRow[]> {
  const { workspaceId, before, take } = page
  return tx.$queryRaw<LedgerRow[]>`
    SELECT e.id, e.at, e.kind, e.action, e.amount_mc AS "amountMc", e.cost_micro_usd AS "costMicroUsd",
           e.write_off AS "writeOff", e.input_tokens AS "inputTokens", e.output_tokens AS "outputTokens", e.model,
           u.email AS "userEmail", e.plan_key AS "planKey", e.surface, e.reservation_id AS "reservationId",
           e.grant_id AS "grantId"
    FROM usage_entry e LEFT JOIN "user" u ON u.id = e.user_id
    WHERE e.workspace_id = ${workspaceId}::uuid
      AND (${before?.at ?? null}::timestamptz IS NULL
           OR (e.at, e.id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid))
    ORDER BY e.at DESC, e.id DESC LIMIT ${take}::int`
}
