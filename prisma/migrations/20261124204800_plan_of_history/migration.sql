-- What was written before plans were kept in the ledger stands there as "free". Until then nobody could change a plan, so
-- all of it belongs to the plan that the workspace's first change tells as the former one, or else to the present one.
DO $$
DECLARE
  began timestamptz;
BEGIN
  IF to_regclass('public._prisma_migrations') IS NULL THEN RETURN; END IF;
  EXECUTE $q$SELECT min(started_at) FROM public._prisma_migrations
             WHERE migration_name = '20261124184601_plans_and_usage' AND rolled_back_at IS NULL$q$ INTO began;
  IF began IS NULL THEN RETURN; END IF;

  LOCK TABLE usage_entry, usage_daily IN SHARE ROW EXCLUSIVE MODE;

  CREATE TEMPORARY TABLE former_plan ON COMMIT DROP AS
  SELECT s.workspace_id, coalesce((
    SELECT coalesce(e.detail #>> '{before,planKey}', e.detail #>> '{before,account,planKey}') FROM audit_entry e
    WHERE e.workspace_id = s.workspace_id AND e.action IN ('staff.plan_changed', 'staff.plan_request_granted')
    ORDER BY e.at, e.id LIMIT 1), s.plan_key) AS plan_key
  FROM entitlement_snapshot s;
  DELETE FROM former_plan WHERE plan_key = 'free';

  UPDATE usage_entry e SET plan_key = f.plan_key FROM former_plan f
  WHERE e.workspace_id = f.workspace_id AND e.plan_key = 'free'
    AND (e.at < began OR EXISTS (
      SELECT 1 FROM quota_reservation r
      WHERE r.workspace_id = e.workspace_id AND r.id = e.reservation_id AND r.created_at < began));
  UPDATE quota_reservation r SET plan_key = f.plan_key FROM former_plan f
  WHERE r.workspace_id = f.workspace_id AND r.plan_key = 'free' AND r.created_at < began;

  DELETE FROM usage_daily d USING former_plan f WHERE d.workspace_id = f.workspace_id;
  INSERT INTO usage_daily (workspace_id, day, action, plan_key, user_id, api_key_id, surface, granted_mc, revoked_mc, charged_mc,
                           refunded_mc, overage_mc, cost_micro_usd, write_off_micro_usd, input_tokens, output_tokens, entries)
  SELECT e.workspace_id, (e.at AT TIME ZONE 'UTC')::date, e.action, e.plan_key,
         coalesce(e.user_id, '00000000-0000-0000-0000-000000000000'),
         coalesce(e.api_key_id, '00000000-0000-0000-0000-000000000000'), e.surface,
         coalesce(sum(e.amount_mc) FILTER (WHERE e.kind = 'grant'), 0),
         coalesce(sum(e.amount_mc) FILTER (WHERE e.kind = 'revoke'), 0),
         coalesce(sum(e.amount_mc) FILTER (WHERE e.kind = 'charge'), 0),
         coalesce(sum(e.amount_mc) FILTER (WHERE e.kind = 'refund'), 0),
         coalesce(sum(e.amount_mc) FILTER (WHERE e.kind = 'overage'), 0),
         sum(e.cost_micro_usd), coalesce(sum(e.cost_micro_usd) FILTER (WHERE e.write_off), 0),
         coalesce(sum(e.input_tokens), 0), coalesce(sum(e.output_tokens), 0), count(*)
  FROM usage_entry e JOIN former_plan f ON f.workspace_id = e.workspace_id
  GROUP BY 1, 2, 3, 4, 5, 6, 7;
END $$;
