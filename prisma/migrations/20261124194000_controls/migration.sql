-- CreateIndex
CREATE INDEX "usage_entry_at_idx" ON "usage_entry" USING BRIN ("at");

-- What Prisma does not describe.

-- The checks of the books: one waits and one runs, however many workers ask.
SELECT pgboss.create_queue('control-check', '{"policy":"stately","retryLimit":0,"expireInSeconds":300,"heartbeatSeconds":15,"deleteAfterSeconds":86400}');

-- app_platform may change single columns, and only those that a named operation writes.
REVOKE UPDATE ON
  "user", session, entitlement_snapshot, quota_grant, quota_reservation, quota_allocation, workspace_stock, run, usage_daily,
  one_time_token, sign_in_attempt, outbox
FROM app_platform;
DROP POLICY platform_update ON quota_reservation;
DROP POLICY platform_update ON quota_allocation;
DROP POLICY platform_update ON workspace_stock;
DROP POLICY platform_update ON run;
GRANT UPDATE (password_hash, is_staff) ON "user" TO app_platform;
GRANT UPDATE (last_seen_at) ON session TO app_platform;
GRANT UPDATE (version, access, plan_key, plan_version, limits, features, reasons, valid_until, updated_at)
  ON entitlement_snapshot TO app_platform;
GRANT UPDATE (limit_mc, revoked_mc, expires_at) ON quota_grant TO app_platform;
GRANT UPDATE (granted_mc, revoked_mc, charged_mc, refunded_mc, overage_mc, cost_micro_usd, write_off_micro_usd, input_tokens,
              output_tokens, entries) ON usage_daily TO app_platform;
GRANT UPDATE (used_at) ON one_time_token TO app_platform;
GRANT UPDATE (failures, last_at, locked_until) ON sign_in_attempt TO app_platform;
GRANT UPDATE (payload, status, attempts, next_attempt_at, last_error, sent_at) ON outbox TO app_platform;
