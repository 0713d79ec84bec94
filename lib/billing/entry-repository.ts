import type { Tx } from '#lib/platform/db/index.ts'
import { createId, NIL_ID } from '#lib/platform/id.ts'
import type { ModelCost } from './meter.ts'

/** A row for the ledger. Whose, when and on which plan it was follow from the workspace where they are left out. */
export interface NewEntry {
  readonly kind: 'grant' | 'revoke' | 'charge' | 'refund' | 'overage' | 'cost'
  /** What it was for, e.g. "answer" or "grant.plan". */
  readonly action: string
  readonly amountMc?: number
  readonly cost?: ModelCost
  /** A cost that nobody is charged for. */
  readonly writeOff?: boolean
  readonly userId?: string | null
  readonly apiKeyId?: string | null
  readonly documentId?: string | null
  readonly conversationId?: string | null
  readonly reservationId?: string
  readonly grantId?: string
  /** The page of a refund; of a cost it is the model call. */
  readonly refId?: string
  /** The plan that held when the work began; the account's if left out. */
  readonly planKey?: string
  /** web | api | mcp | job */
  readonly surface: string
}

/**
 * Writes to the ledger and to its sums by UTC day in one statement; nothing else writes to either. What stands in the
 * ledger already (same reservation, grant, kind and reference) stays as it is and is not summed again. The sums are
 * written in the order of their key: two transactions that write several must not wait for each other.
 *
 * @returns how many entries are new.
 */
export async function insertEntries(
  tx: Tx,
  workspaceId: string,
  entries: readonly NewEntry[],
): Promise<number> {
  if (entries.length === 0) return 0
  const [written] = await tx.$queryRaw<{ count: number }[]>`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(entries.map(toRow))}::jsonb) AS e (
        id uuid, kind text, action text, amount_mc bigint, cost_micro_usd bigint, input_tokens int, output_tokens int,
        source text, estimated_input_tokens int, estimated_output_tokens int, model text, write_off boolean,
        user_id uuid, api_key_id uuid, document_id uuid, conversation_id uuid, reservation_id uuid, grant_id uuid,
        ref_id text, plan_key text, surface text)
    ), written AS (
      INSERT INTO usage_entry (
        workspace_id, id, kind, action, amount_mc, cost_micro_usd, input_tokens, output_tokens, source,
        estimated_input_tokens, estimated_output_tokens, model, write_off, user_id, api_key_id, document_id,
        conversation_id, reservation_id, grant_id, ref_id, plan_key, surface)
      SELECT ${workspaceId}::uuid, id, kind, action, amount_mc, cost_micro_usd, input_tokens, output_tokens, source,
             estimated_input_tokens, estimated_output_tokens, model, write_off, user_id, api_key_id, document_id,
             conversation_id, reservation_id, grant_id, ref_id,
             coalesce(plan_key, (SELECT a.plan_key FROM billing_account a WHERE a.workspace_id = ${workspaceId}::uuid), 'free'),
             surface
      FROM given
      ON CONFLICT DO NOTHING
      RETURNING *
    ), rolled AS (
      INSERT INTO usage_daily AS d (
        workspace_id, day, action, plan_key, user_id, api_key_id, surface, granted_mc, revoked_mc, charged_mc,
        refunded_mc, overage_mc, cost_micro_usd, write_off_micro_usd, input_tokens, output_tokens, entries)
      SELECT workspace_id, (at AT TIME ZONE 'UTC')::date, action, plan_key,
             coalesce(user_id, ${NIL_ID}::uuid),
             coalesce(api_key_id, ${NIL_ID}::uuid), surface,
             coalesce(sum(amount_mc) FILTER (WHERE kind = 'grant'), 0),
             coalesce(sum(amount_mc) FILTER (WHERE kind = 'revoke'), 0),
             coalesce(sum(amount_mc) FILTER (WHERE kind = 'charge'), 0),
             coalesce(sum(amount_mc) FILTER (WHERE kind = 'refund'), 0),
             coalesce(sum(amount_mc) FILTER (WHERE kind = 'overage'), 0),
             sum(cost_micro_usd), coalesce(sum(cost_micro_usd) FILTER (WHERE write_off), 0),
             coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0), count(*)
      FROM written GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
      ON CONFLICT (workspace_id, day, action, plan_key, user_id, api_key_id, surface) DO UPDATE SET
        granted_mc = d.granted_mc + excluded.granted_mc, revoked_mc = d.revoked_mc + excluded.revoked_mc,
        charged_mc = d.charged_mc + excluded.charged_mc, refunded_mc = d.refunded_mc + excluded.refunded_mc,
        overage_mc = d.overage_mc + excluded.overage_mc, cost_micro_usd = d.cost_micro_usd + excluded.cost_micro_usd,
        write_off_micro_usd = d.write_off_micro_usd + excluded.write_off_micro_usd,
        input_tokens = d.input_tokens + excluded.input_tokens,
        output_tokens = d.output_tokens + excluded.output_tokens, entries = d.entries + excluded.entries
    )
    SELECT count(*)::int AS count FROM written`
  return written?.count ?? 0
}

/** With the names of the columns. */
function toRow({ cost, ...entry }: NewEntry) {
  return {
    id: createId(),
    kind: entry.kind,
    action: entry.action,
    amount_mc: entry.amountMc ?? 0,
    cost_micro_usd: cost?.usage.costMicroUsd ?? 0,
    input_tokens: cost?.usage.inputTokens,
    output_tokens: cost?.usage.outputTokens,
    source: cost?.usage.source,
    estimated_input_tokens: cost?.usage.estimate?.inputTokens,
    estimated_output_tokens: cost?.usage.estimate?.outputTokens,
    model: cost?.model,
    write_off: entry.writeOff ?? false,
    user_id: entry.userId,
    api_key_id: entry.apiKeyId,
    document_id: entry.documentId,
    conversation_id: entry.conversationId,
    reservation_id: entry.reservationId,
    grant_id: entry.grantId,
    ref_id: entry.refId ?? cost?.ref,
    plan_key: entry.planKey,
    surface: entry.surface,
  }
}
