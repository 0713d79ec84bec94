import type { Tx } from '#lib/platform/db/index.ts'

export interface DenialKey {
  readonly workspaceId: string
  readonly code: string
  readonly subject: string
}

/** Adds to the counts of today (UTC), in the order of their keys: two that write several must not wait for each other. */
export async function addDenials(
  tx: Tx,
  workspaceId: string,
  denials: readonly (DenialKey & { count: number })[],
): Promise<void> {
  const rows = denials.map(({ code, subject, count }) => ({ code, subject, count }))
  await tx.$executeRaw`
    INSERT INTO denial_daily AS d (workspace_id, day, code, subject, plan_key, count, last_at)
    SELECT ${workspaceId}::uuid, (now() AT TIME ZONE 'UTC')::date, g.code, g.subject,
           coalesce((SELECT s.plan_key FROM entitlement_snapshot s WHERE s.workspace_id = ${workspaceId}::uuid), 'free'),
           g.count, now()
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS g (code text, subject text, count bigint)
    ORDER BY g.code, g.subject
    ON CONFLICT (workspace_id, day, code, subject, plan_key) DO UPDATE SET
      count = d.count + excluded.count, last_at = greatest(d.last_at, excluded.last_at)`
}
