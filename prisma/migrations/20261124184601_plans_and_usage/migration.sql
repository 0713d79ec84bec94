-- AlterTable
ALTER TABLE "billing_account" ADD COLUMN     "grace_started_at" TIMESTAMPTZ(3),
ADD COLUMN     "hold_reason" TEXT,
ADD COLUMN     "plan_key" TEXT NOT NULL DEFAULT 'free',
ADD COLUMN     "plan_version" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "seats" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "document" ADD COLUMN     "pending_version_id" UUID;

-- AlterTable
ALTER TABLE "document_version" ADD COLUMN     "chunk_size" TEXT NOT NULL DEFAULT 'standard',
ADD COLUMN     "reservation_id" UUID;

-- AlterTable
ALTER TABLE "quota_reservation" ADD COLUMN     "plan_key" TEXT NOT NULL DEFAULT 'free',
ADD COLUMN     "quote_id" UUID;

-- AlterTable
ALTER TABLE "usage_entry" ADD COLUMN     "plan_key" TEXT NOT NULL DEFAULT 'free';

-- CreateTable
CREATE TABLE "usage_daily" (
    "workspace_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "action" TEXT NOT NULL,
    "plan_key" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "api_key_id" UUID NOT NULL,
    "surface" TEXT NOT NULL,
    "granted_mc" BIGINT NOT NULL DEFAULT 0,
    "revoked_mc" BIGINT NOT NULL DEFAULT 0,
    "charged_mc" BIGINT NOT NULL DEFAULT 0,
    "refunded_mc" BIGINT NOT NULL DEFAULT 0,
    "overage_mc" BIGINT NOT NULL DEFAULT 0,
    "cost_micro_usd" BIGINT NOT NULL DEFAULT 0,
    "write_off_micro_usd" BIGINT NOT NULL DEFAULT 0,
    "input_tokens" BIGINT NOT NULL DEFAULT 0,
    "output_tokens" BIGINT NOT NULL DEFAULT 0,
    "entries" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "usage_daily_pkey" PRIMARY KEY ("workspace_id","day","action","plan_key","user_id","api_key_id","surface")
);

-- CreateTable
CREATE TABLE "quote" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "document_id" UUID,
    "request" JSONB NOT NULL,
    "request_hash" TEXT NOT NULL,
    "amount_mc" BIGINT NOT NULL,
    "breakdown" JSONB NOT NULL,
    "reservation_id" UUID,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "quote_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "plan_request" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "plan_key" TEXT NOT NULL,
    "interval" TEXT NOT NULL DEFAULT 'month',
    "seats" INTEGER NOT NULL DEFAULT 1,
    "note" TEXT,
    "status" TEXT NOT NULL DEFAULT 'open',
    "requested_by" UUID,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "reply" TEXT,

    CONSTRAINT "plan_request_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "denial_daily" (
    "workspace_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "code" TEXT NOT NULL,
    "subject" TEXT NOT NULL DEFAULT '',
    "plan_key" TEXT NOT NULL DEFAULT 'free',
    "count" BIGINT NOT NULL DEFAULT 0,
    "last_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "denial_daily_pkey" PRIMARY KEY ("workspace_id","day","code","subject","plan_key")
);

-- CreateTable
CREATE TABLE "notice_dismissal" (
    "workspace_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "notice_key" TEXT NOT NULL,
    "dismissed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notice_dismissal_pkey" PRIMARY KEY ("workspace_id","user_id","notice_key")
);

-- CreateTable
CREATE TABLE "control_check" (
    "id" UUID NOT NULL,
    "check_key" TEXT NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "violations" INTEGER NOT NULL DEFAULT 0,
    "sample" JSONB NOT NULL DEFAULT '[]',
    "duration_ms" INTEGER NOT NULL,
    "ran_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "control_check_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "usage_daily_day_idx" ON "usage_daily"("day");

-- CreateIndex
CREATE INDEX "denial_daily_day_idx" ON "denial_daily"("day");

-- CreateIndex
CREATE INDEX "control_check_check_key_ran_at_idx" ON "control_check"("check_key", "ran_at");

-- What Prisma does not describe.

-- Tables of tenants: their own rows only; the migrating owner all of them.
DO $$
DECLARE
  tenant text := 'workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid';
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['usage_daily', 'quote', 'plan_request', 'denial_daily', 'notice_dismissal'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I ALTER COLUMN workspace_id SET STATISTICS 0', t);
    EXECUTE format('CREATE POLICY tenant ON %I FOR ALL TO app_user USING (%s) WITH CHECK (%s)', t, tenant, tenant);
    EXECUTE format('CREATE POLICY migrator ON %I FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE ON usage_daily, denial_daily, quote TO app_user;
GRANT SELECT, INSERT ON plan_request TO app_user;
-- Whoever asked may withdraw; what staff answer is theirs to write.
GRANT UPDATE (status) ON plan_request TO app_user;
GRANT SELECT, INSERT, DELETE ON notice_dismissal TO app_user;

-- The closed list of app_platform, continued. Quotes name documents and belong to their workspace alone.
GRANT SELECT, INSERT, UPDATE ON usage_daily TO app_platform;
CREATE POLICY platform_select ON usage_daily FOR SELECT TO app_platform USING (true);
CREATE POLICY platform_insert ON usage_daily FOR INSERT TO app_platform WITH CHECK (true);
CREATE POLICY platform_update ON usage_daily FOR UPDATE TO app_platform USING (true) WITH CHECK (true);
GRANT SELECT ON plan_request, denial_daily TO app_platform;
GRANT UPDATE (status, decided_by, decided_at, reply) ON plan_request TO app_platform;
CREATE POLICY platform_select ON plan_request FOR SELECT TO app_platform USING (true);
CREATE POLICY platform_update ON plan_request FOR UPDATE TO app_platform USING (true) WITH CHECK (true);
CREATE POLICY platform_select ON denial_daily FOR SELECT TO app_platform USING (true);
GRANT INSERT ON entitlement_override TO app_platform;
GRANT UPDATE (revoked_at) ON entitlement_override TO app_platform;
CREATE POLICY platform_insert ON entitlement_override FOR INSERT TO app_platform WITH CHECK (true);
CREATE POLICY platform_update ON entitlement_override FOR UPDATE TO app_platform USING (true) WITH CHECK (true);
GRANT UPDATE (plan_key, plan_version, seats, hold_reason, grace_started_at) ON billing_account TO app_platform;
CREATE POLICY platform_update ON billing_account FOR UPDATE TO app_platform USING (true) WITH CHECK (true);
-- Global, without rows of a tenant: platform operations only.
GRANT SELECT, INSERT, DELETE ON control_check TO app_platform;

-- Accounts that are there already are on the plan that their snapshot says.
UPDATE billing_account a SET plan_key = s.plan_key, plan_version = s.plan_version
FROM entitlement_snapshot s WHERE s.workspace_id = a.workspace_id;

-- Closed sets and money.
ALTER TABLE billing_account ADD CONSTRAINT billing_account_seats CHECK (seats >= 1);
ALTER TABLE usage_entry DROP CONSTRAINT usage_entry_kind;
ALTER TABLE usage_entry
  ADD CONSTRAINT usage_entry_kind CHECK (kind IN ('grant', 'revoke', 'charge', 'refund', 'overage', 'cost')),
  ADD CONSTRAINT usage_entry_amount CHECK (amount_mc >= 0);
ALTER TABLE usage_daily ADD CONSTRAINT usage_daily_amounts CHECK (
  granted_mc >= 0 AND revoked_mc >= 0 AND charged_mc >= 0 AND refunded_mc >= 0 AND overage_mc >= 0
  AND cost_micro_usd >= 0 AND write_off_micro_usd BETWEEN 0 AND cost_micro_usd AND input_tokens >= 0 AND output_tokens >= 0);
ALTER TABLE quote ADD CONSTRAINT quote_amount CHECK (amount_mc >= 0);
ALTER TABLE plan_request
  ADD CONSTRAINT plan_request_status CHECK (status IN ('open', 'granted', 'declined', 'withdrawn')),
  ADD CONSTRAINT plan_request_interval CHECK (interval IN ('month', 'year')),
  ADD CONSTRAINT plan_request_seats CHECK (seats >= 1);
CREATE UNIQUE INDEX plan_request_open ON plan_request (workspace_id) WHERE status = 'open';
ALTER TABLE document_version ADD CONSTRAINT document_version_chunk_size CHECK (chunk_size IN ('small', 'standard', 'large'));

-- The roll-up begins with what stands in the ledger.
INSERT INTO usage_daily (workspace_id, day, action, plan_key, user_id, api_key_id, surface, granted_mc, revoked_mc, charged_mc,
                         refunded_mc, overage_mc, cost_micro_usd, write_off_micro_usd, input_tokens, output_tokens, entries)
SELECT workspace_id, (at AT TIME ZONE 'UTC')::date, action, plan_key,
       coalesce(user_id, '00000000-0000-0000-0000-000000000000'), coalesce(api_key_id, '00000000-0000-0000-0000-000000000000'),
       surface,
       coalesce(sum(amount_mc) FILTER (WHERE kind = 'grant'), 0), 0,
       coalesce(sum(amount_mc) FILTER (WHERE kind = 'charge'), 0),
       coalesce(sum(amount_mc) FILTER (WHERE kind = 'refund'), 0),
       coalesce(sum(amount_mc) FILTER (WHERE kind = 'overage'), 0),
       sum(cost_micro_usd), coalesce(sum(cost_micro_usd) FILTER (WHERE write_off), 0),
       coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0), count(*)
FROM usage_entry
GROUP BY 1, 2, 3, 4, 5, 6, 7;
