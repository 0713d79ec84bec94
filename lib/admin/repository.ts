import type { Tx } from '#lib/platform/db/index.ts'

/** The personal workspace of somebody: their own doings as staff are written down there. */
export async function getHomeId(tx: Tx, userId: string): Promise<string> {
  const { id } = await tx.workspace.findUniqueOrThrow({
    where: { personalUserId: userId },
    select: { id: true },
  })
  return id
}

export async function makeStaff(tx: Tx, userId: string): Promise<void> {
  await tx.$executeRaw`UPDATE "user" SET is_staff = true WHERE id = ${userId}::uuid`
}

export async function hasWorkspace(tx: Tx, workspaceId: string): Promise<boolean> {
  return (await tx.workspace.count({ where: { id: workspaceId } })) === 1
}

export interface AuditRow {
  id: string
  at: Date
  workspaceId: string
  workspaceName: string
  actorEmail: string | null
  action: string
  subject: string | null
  detail: unknown
  address: string | null
  userAgent: string | null
}

/** What staff have done, the last first. */
export function listStaffAudit(
  tx: Tx,
  page: { workspaceId: string | null; before: string | null; take: number },
): Promise<AuditRow[]> {
  return tx.$queryRaw<AuditRow[]>`
    SELECT a.id, a.at, a.workspace_id AS "workspaceId", coalesce(w.name, 'This installation') AS "workspaceName",
           u.email AS "actorEmail", a.action, a.subject, a.detail, a.address, a.user_agent AS "userAgent"
    FROM audit_entry a
    LEFT JOIN workspace w ON w.id = a.workspace_id
    LEFT JOIN "user" u ON u.id = a.actor_user_id
    WHERE a.action LIKE 'staff.%' AND (${page.workspaceId}::uuid IS NULL OR a.workspace_id = ${page.workspaceId}::uuid)
      AND (${page.before}::uuid IS NULL OR a.id < ${page.before}::uuid)
    ORDER BY a.id DESC LIMIT ${page.take}::int`
}

export interface DenialSum {
  code: string
  subject: string
  planKey: string
  count: bigint
  workspaces: bigint
  lastAt: Date
}

/** How often which wall said no over some days, the most frequent first. */
export function sumDenials(
  tx: Tx,
  { from, to, workspaceId }: { from: string; to: string; workspaceId: string | null },
): Promise<DenialSum[]> {
  return tx.$queryRaw<DenialSum[]>`
    SELECT code, subject, plan_key AS "planKey", sum(count)::bigint AS count,
           count(DISTINCT workspace_id)::bigint AS workspaces, max(last_at) AS "lastAt"
    FROM denial_daily
    WHERE day BETWEEN ${from}::date AND ${to}::date
      AND (${workspaceId}::uuid IS NULL OR workspace_id = ${workspaceId}::uuid)
    GROUP BY 1, 2, 3 ORDER BY count DESC, code, subject, 3`
}

export interface DenialRow {
  day: string
  workspaceId: string
  workspaceName: string
  code: string
  subject: string
  planKey: string
  count: bigint
  lastAt: Date
}

/** The last denials of one workspace, by day. */
export function listDenials(tx: Tx, workspaceId: string, take: number): Promise<DenialRow[]> {
  return tx.$queryRaw<DenialRow[]>`
    SELECT d.day::text AS day, d.workspace_id AS "workspaceId", w.name AS "workspaceName", d.code, d.subject,
           d.plan_key AS "planKey", d.count, d.last_at AS "lastAt"
    FROM denial_daily d JOIN workspace w ON w.id = d.workspace_id
    WHERE d.workspace_id = ${workspaceId}::uuid
    ORDER BY d.day DESC, d.count DESC, d.code, d.subject LIMIT ${take}::int`
}

export interface CheckRow {
  checkKey: string
  ok: boolean
  violations: number
  sample: unknown
  durationMs: number
  ranAt: Date
  since: Date
}

/** The last result of every check, the broken ones first, and since when each has been like that. */
export function listLatestChecks(tx: Tx): Promise<CheckRow[]> {
  return tx.$queryRaw<CheckRow[]>`
    WITH latest AS (
      SELECT DISTINCT ON (check_key) * FROM control_check ORDER BY check_key, ran_at DESC, id DESC
    )
    SELECT l.check_key AS "checkKey", l.ok, l.violations, l.sample, l.duration_ms AS "durationMs", l.ran_at AS "ranAt",
           (SELECT min(c.ran_at) FROM control_check c
            WHERE c.check_key = l.check_key AND c.ok = l.ok
              AND c.ran_at > coalesce((SELECT max(o.ran_at) FROM control_check o
                                       WHERE o.check_key = l.check_key AND o.ok <> l.ok), '-infinity')) AS since
    FROM latest l ORDER BY l.ok, l.check_key`
}
