import { CREDITS } from '#lib/billing/grant-repository.ts'
import type { Tx } from '#lib/platform/db/index.ts'
import type { Place } from '#lib/platform/http/cursor.ts'
import { ENTRY_KINDS, type Entry, type EntryFilter } from './entry.ts'

interface EntryRow {
  id: string
  at: Date
  kind: string
  action: string
  mc: bigint
  userId: string | null
  documentId: string | null
  conversationId: string | null
  refType: string | null
  refRow: string | null
  refId: string | null
  planKey: string
  surface: string
  source: string | null
  limitMc: bigint | null
  startsAt: Date | null
  expiresAt: Date | null
  heldMc: bigint | null
  settledMc: bigint | null
  quotedMc: bigint | null
  state: string | null
  ending: string | null
  inputTokens: number | null
  outputTokens: number | null
  model: string | null
}

type PageOf = { before: Place | null; take: number }

/** Entries of the ledger but for our own costs, the newest first. */
export async function listLedgerEntries(
  tx: Tx,
  workspaceId: string,
  filter: EntryFilter,
  { before, take }: PageOf,
): Promise<Entry[]> {
  const rows = await tx.$queryRaw<EntryRow[]>`
    WITH page AS (
      SELECT * FROM usage_entry
      WHERE workspace_id = ${workspaceId}::uuid AND kind <> 'cost'
        AND (${before?.at ?? null}::timestamptz IS NULL OR (at, id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid))
        AND (${filter.from ?? null}::timestamptz IS NULL OR at >= ${filter.from ?? null}::timestamptz)
        AND (${filter.until ?? null}::timestamptz IS NULL OR at < ${filter.until ?? null}::timestamptz)
        AND (${filter.userId ?? null}::uuid IS NULL OR user_id = ${filter.userId ?? null}::uuid)
        AND (${filter.ownOf ?? null}::uuid IS NULL OR user_id = ${filter.ownOf ?? null}::uuid OR kind IN ('grant', 'revoke'))
        AND (${filter.action ?? null}::text IS NULL OR action = ${filter.action ?? null}::text)
        AND (${filter.documentId ?? null}::uuid IS NULL OR document_id = ${filter.documentId ?? null}::uuid)
        AND (${filter.conversationId ?? null}::uuid IS NULL OR conversation_id = ${filter.conversationId ?? null}::uuid)
        AND (${filter.kind ?? null}::text IS NULL OR kind = ${filter.kind ?? null}::text)
      ORDER BY at DESC, id DESC LIMIT ${take}::int
    )
    SELECT e.id, e.at, e.kind, e.action, e.amount_mc AS mc, e.user_id AS "userId", e.document_id AS "documentId",
           e.conversation_id AS "conversationId", r.ref_type AS "refType", r.ref_id AS "refRow", e.ref_id AS "refId",
           e.plan_key AS "planKey", e.surface, g.source, g.limit_mc AS "limitMc", g.starts_at AS "startsAt",
           g.expires_at AS "expiresAt", r.held_mc AS "heldMc", r.settled_mc AS "settledMc", r.quoted_mc AS "quotedMc",
           r.state, r.journal ->> 'ending' AS ending, c.input AS "inputTokens", c.output AS "outputTokens", c.model
    FROM page e
    LEFT JOIN quota_grant g ON g.workspace_id = e.workspace_id AND g.id = e.grant_id
    LEFT JOIN quota_reservation r ON r.workspace_id = e.workspace_id AND r.id = e.reservation_id
    LEFT JOIN LATERAL (
      SELECT sum(input_tokens)::int AS input, sum(output_tokens)::int AS output, string_agg(DISTINCT model, ', ') AS model
      FROM usage_entry
      WHERE workspace_id = ${workspaceId}::uuid AND reservation_id = e.reservation_id AND kind = 'cost'
    ) c ON true
    ORDER BY e.at DESC, e.id DESC`
  return rows.map(toEntry)
}

/** Work that ended without a charge, the newest first. */
export async function listFreeEntries(
  tx: Tx,
  workspaceId: string,
  filter: EntryFilter,
  { before, take }: PageOf,
): Promise<Entry[]> {
  const userId = filter.userId ?? filter.ownOf ?? null
  const rows = await tx.$queryRaw<EntryRow[]>`
    WITH page AS (
      SELECT * FROM quota_reservation
      WHERE workspace_id = ${workspaceId}::uuid AND state <> 'held' AND coalesce(settled_mc, 0) = 0
        AND (${before?.at ?? null}::timestamptz IS NULL OR (closed_at, id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid))
        AND (${filter.from ?? null}::timestamptz IS NULL OR closed_at >= ${filter.from ?? null}::timestamptz)
        AND (${filter.until ?? null}::timestamptz IS NULL OR closed_at < ${filter.until ?? null}::timestamptz)
        AND (${userId}::uuid IS NULL OR actor_id = ${userId}::uuid)
        AND (${filter.action ?? null}::text IS NULL OR journal ->> 'action' = ${filter.action ?? null}::text)
        AND (${filter.documentId ?? null}::text IS NULL OR journal ->> 'documentId' = ${filter.documentId ?? null}::text)
        AND (${filter.conversationId ?? null}::text IS NULL OR journal ->> 'conversationId' = ${filter.conversationId ?? null}::text)
      ORDER BY closed_at DESC, id DESC LIMIT ${take}::int
    )
    SELECT r.id, r.closed_at AS at, 'free' AS kind, r.journal ->> 'action' AS action, 0::bigint AS mc,
           r.actor_id AS "userId", r.journal ->> 'documentId' AS "documentId",
           r.journal ->> 'conversationId' AS "conversationId", r.ref_type AS "refType", r.ref_id AS "refRow",
           NULL AS "refId", r.plan_key AS "planKey", r.surface, NULL AS source, NULL::bigint AS "limitMc",
           NULL::timestamptz AS "startsAt", NULL::timestamptz AS "expiresAt", r.held_mc AS "heldMc",
           r.settled_mc AS "settledMc", r.quoted_mc AS "quotedMc", r.state, r.journal ->> 'ending' AS ending,
           c.input AS "inputTokens", c.output AS "outputTokens", c.model
    FROM page r
    LEFT JOIN LATERAL (
      SELECT sum(input_tokens)::int AS input, sum(output_tokens)::int AS output, string_agg(DISTINCT model, ', ') AS model
      FROM usage_entry WHERE workspace_id = ${workspaceId}::uuid AND reservation_id = r.id AND kind = 'cost'
    ) c ON true
    ORDER BY r.closed_at DESC, r.id DESC`
  return rows.map(toEntry)
}

/** What was left of credits that have ended, where something was; all of them: a workspace has a few a year. */
export async function listExpiredEntries(tx: Tx, workspaceId: string): Promise<Entry[]> {
  const rows = await tx.$queryRaw<EntryRow[]>`
    SELECT ended.*, NULL AS "userId", NULL AS "documentId", NULL AS "conversationId", NULL AS "refType", NULL AS "refRow",
           NULL AS "refId", 'job' AS surface, NULL::bigint AS "heldMc", NULL::bigint AS "settledMc",
           NULL::bigint AS "quotedMc", NULL AS state, NULL AS ending, NULL::int AS "inputTokens",
           NULL::int AS "outputTokens", NULL AS model
    FROM (
      SELECT g.id, g.expires_at AS at, 'expire' AS kind, 'expire.' || g.source AS action,
             g.limit_mc - g.revoked_mc - g.used_mc - coalesce((
               SELECT sum(e.amount_mc) FROM usage_entry e
               WHERE e.workspace_id = g.workspace_id AND e.grant_id = g.id AND e.kind = 'refund' AND e.at >= g.expires_at
             ), 0)::bigint AS mc,
             coalesce((
               SELECT e.plan_key FROM usage_entry e
               WHERE e.workspace_id = g.workspace_id AND e.grant_id = g.id AND e.kind = 'grant' ORDER BY e.id LIMIT 1
             ), 'free') AS "planKey",
             g.source, g.limit_mc - g.revoked_mc AS "limitMc", g.starts_at AS "startsAt", g.expires_at AS "expiresAt"
      FROM quota_grant g
      WHERE g.workspace_id = ${workspaceId}::uuid AND g.meter = ${CREDITS}
        AND g.expires_at <= date_trunc('milliseconds', now())
    ) ended
    WHERE ended.mc > 0 ORDER BY ended.at DESC, ended.id DESC`
  return rows.map(toEntry)
}

function toEntry(row: EntryRow): Entry {
  const { source, startsAt, state, inputTokens, outputTokens, refType, refRow } = row
  return {
    id: row.id,
    at: row.at,
    kind: ENTRY_KINDS.find((kind) => kind === row.kind) ?? 'overage',
    action: row.action,
    mc: Number(row.mc),
    userId: row.userId,
    documentId: row.documentId,
    conversationId: row.conversationId,
    ref: refType && refRow ? { type: refType, id: refRow } : null,
    refId: row.refId,
    planKey: row.planKey,
    surface: row.surface,
    grant:
      source && startsAt
        ? { source, startsAt, limitMc: Number(row.limitMc), expiresAt: row.expiresAt }
        : null,
    reservation: state
      ? {
          heldMc: Number(row.heldMc),
          settledMc: Number(row.settledMc ?? 0),
          quotedMc: row.quotedMc === null ? null : Number(row.quotedMc),
          state,
          ending: row.ending,
        }
      : null,
    tokens:
      inputTokens !== null && outputTokens !== null
        ? { input: inputTokens, output: outputTokens, model: row.model ?? '' }
        : null,
  }
}
