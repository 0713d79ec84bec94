-- What Prisma does not describe: roles, row-level security, grants, checks, partial indexes, storage.

-- Roles belong to the cluster, not to the database: a server has them from scripts/db-provision.sql, another database
-- of the same cluster may have made them, the embedded database makes them here.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app_user') THEN CREATE ROLE app_user NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app_platform') THEN CREATE ROLE app_platform NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'footnote_app') THEN
    CREATE ROLE footnote_app LOGIN NOINHERIT;
    GRANT app_user, app_platform TO footnote_app;
  END IF;
EXCEPTION
  WHEN duplicate_object THEN NULL;
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'the roles app_user, app_platform and footnote_app do not exist: run scripts/db-provision.sql as a superuser first';
END $$;

-- Every table with workspace_id: a tenant sees and writes its own rows only, and the migrating owner all of them
-- (without a policy of its own, FORCE would make data migrations touch nothing, silently).
-- STATISTICS 0: a workspace newer than the last ANALYZE would otherwise be planned as a single row.
DO $$
DECLARE
  tenant text := 'workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid';
  t text;
BEGIN
  FOR t IN
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attname = 'workspace_id'
    ORDER BY 1
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I ALTER COLUMN workspace_id SET STATISTICS 0', t);
    EXECUTE format('CREATE POLICY tenant ON %I FOR ALL TO app_user USING (%s) WITH CHECK (%s)', t, tenant, tenant);
    EXECUTE format('CREATE POLICY migrator ON %I FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true)', t);
  END LOOP;

  FOREACH t IN ARRAY ARRAY['workspace', 'user', 'session'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY migrator ON %I FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;

CREATE POLICY tenant ON workspace FOR ALL TO app_user
  USING (id = nullif(current_setting('app.workspace_id', true), '')::uuid)
  WITH CHECK (id = nullif(current_setting('app.workspace_id', true), '')::uuid);

-- What a person owns across workspaces (withUser).
CREATE POLICY own ON membership FOR SELECT TO app_user
  USING (user_id = nullif(current_setting('app.user_id', true), '')::uuid);
CREATE POLICY own ON workspace FOR SELECT TO app_user
  USING (EXISTS (
    SELECT FROM membership m
    WHERE m.workspace_id = workspace.id AND m.user_id = nullif(current_setting('app.user_id', true), '')::uuid
  ));
CREATE POLICY own ON "user" FOR ALL TO app_user
  USING (id = nullif(current_setting('app.user_id', true), '')::uuid)
  WITH CHECK (id = nullif(current_setting('app.user_id', true), '')::uuid);
CREATE POLICY own ON session FOR ALL TO app_user
  USING (user_id = nullif(current_setting('app.user_id', true), '')::uuid)
  WITH CHECK (user_id = nullif(current_setting('app.user_id', true), '')::uuid);

-- Tenant tables, app_user.
GRANT SELECT, INSERT, UPDATE, DELETE ON
  upload, blob, document, document_revision, document_version, document_page, chunk, chunk_lexical, lexical_df, lexical_stat,
  conversation, message, message_sentence, citation, sentence_citation, run, run_event,
  quota_grant, quota_reservation, quota_allocation, workspace_stock
TO app_user;
GRANT SELECT, INSERT, UPDATE ON entitlement_snapshot TO app_user;
GRANT SELECT ON billing_account, entitlement_override, membership, workspace TO app_user;
GRANT UPDATE (name) ON workspace TO app_user;
-- Append-only: nobody but the owner may change or remove a row.
GRANT SELECT, INSERT ON usage_entry, audit_entry TO app_user;

-- A person's own rows. The password hash and the session secret are read by platform operations alone.
GRANT SELECT (id, email, name, email_verified_at, locale, time_zone, is_staff, created_at) ON "user" TO app_user;
GRANT UPDATE (name, locale, time_zone) ON "user" TO app_user;
GRANT SELECT (id, user_id, authenticated_at, last_seen_at, expires_at, address, user_agent, created_at), DELETE ON session TO app_user;

-- The closed list of app_platform: one policy per granted verb, so that a grant alone opens nothing.
-- It has nothing at all on documents, conversations and what belongs to them: staff never see content.
DO $$
DECLARE
  entry record;
  verb text;
BEGIN
  FOR entry IN
    SELECT * FROM (VALUES
      ('user', ARRAY['SELECT', 'INSERT', 'UPDATE']),
      ('session', ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']),
      ('workspace', ARRAY['SELECT', 'INSERT']),
      ('membership', ARRAY['SELECT', 'INSERT']),
      ('billing_account', ARRAY['SELECT', 'INSERT']),
      ('entitlement_snapshot', ARRAY['SELECT', 'INSERT', 'UPDATE']),
      ('entitlement_override', ARRAY['SELECT']),
      ('quota_grant', ARRAY['SELECT', 'INSERT', 'UPDATE']),
      ('quota_reservation', ARRAY['SELECT', 'UPDATE']),
      ('quota_allocation', ARRAY['SELECT', 'UPDATE']),
      ('usage_entry', ARRAY['SELECT', 'INSERT']),
      ('workspace_stock', ARRAY['SELECT', 'INSERT', 'UPDATE']),
      ('audit_entry', ARRAY['SELECT', 'INSERT']),
      ('document_version', ARRAY['SELECT']),
      ('run', ARRAY['SELECT', 'UPDATE'])
    ) AS list (name, verbs)
  LOOP
    FOREACH verb IN ARRAY entry.verbs LOOP
      EXECUTE format('GRANT %s ON %I TO app_platform', verb, entry.name);
      EXECUTE format('CREATE POLICY %I ON %I FOR %s TO app_platform %s', 'platform_' || lower(verb), entry.name, verb,
        CASE verb
          WHEN 'INSERT' THEN 'WITH CHECK (true)'
          WHEN 'UPDATE' THEN 'USING (true) WITH CHECK (true)'
          ELSE 'USING (true)'
        END);
    END LOOP;
  END LOOP;
END $$;
-- Uploads that expired: which, not what they are called.
GRANT SELECT (workspace_id, id, status, document_id, expires_at) ON upload TO app_platform;
CREATE POLICY platform_select ON upload FOR SELECT TO app_platform USING (true);

-- Global tables without rows of a tenant: platform operations only.
GRANT SELECT, INSERT, UPDATE, DELETE ON one_time_token, sign_in_attempt, outbox TO app_platform;
-- The rate limiter works outside the doors, on the login role itself.
GRANT SELECT, INSERT, UPDATE, DELETE ON rate_limit TO footnote_app;

-- /readyz asks whether the migrations are in. The shadow database of the schema engine has no such table.
DO $$
BEGIN
  IF to_regclass('_prisma_migrations') IS NOT NULL THEN
    GRANT SELECT (migration_name, finished_at, rolled_back_at) ON _prisma_migrations TO app_platform;
  END IF;
END $$;

-- Closed sets and money.
ALTER TABLE membership ADD CONSTRAINT membership_role CHECK (role IN ('viewer', 'member', 'admin', 'owner'));
ALTER TABLE outbox
  ADD CONSTRAINT outbox_status CHECK (status IN ('pending', 'sent', 'dead')),
  ADD CONSTRAINT outbox_attempts CHECK (attempts >= 0);
ALTER TABLE sign_in_attempt ADD CONSTRAINT sign_in_attempt_failures CHECK (failures >= 0);
ALTER TABLE upload
  ADD CONSTRAINT upload_status CHECK (status IN ('receiving', 'complete', 'claimed')),
  ADD CONSTRAINT upload_size CHECK (received_bytes >= 0 AND received_bytes <= size_bytes);
ALTER TABLE document_version
  ADD CONSTRAINT document_version_status CHECK (status IN ('queued', 'processing', 'ready', 'failed')),
  ADD CONSTRAINT document_version_stage CHECK (stage IN ('detect', 'parse', 'chunk', 'index')),
  ADD CONSTRAINT document_version_counts CHECK (pages_done >= 0 AND searchable_pages >= 0 AND stock_pages >= 0 AND attempts >= 0);
ALTER TABLE document_page
  ADD CONSTRAINT document_page_source CHECK (source IN ('layer', 'ocr', 'empty')),
  ADD CONSTRAINT document_page_number CHECK (number >= 1),
  ADD CONSTRAINT document_page_rotation CHECK (rotation IN (0, 90, 180, 270));
ALTER TABLE chunk
  ADD CONSTRAINT chunk_range CHECK (char_start >= 0 AND (page_start < page_end OR (page_start = page_end AND char_start <= char_end)));
ALTER TABLE message
  ADD CONSTRAINT message_role CHECK (role IN ('user', 'assistant')),
  ADD CONSTRAINT message_outcome CHECK (outcome IN ('answered', 'refused', 'stopped', 'failed', 'interrupted'));
ALTER TABLE message_sentence
  ADD CONSTRAINT message_sentence_verdict CHECK (verdict IN ('exact', 'supported', 'unsupported')),
  ADD CONSTRAINT message_sentence_range CHECK (char_start >= 0 AND char_start <= char_end);
ALTER TABLE citation
  ADD CONSTRAINT citation_verdict CHECK (verdict IN ('exact', 'supported')),
  ADD CONSTRAINT citation_range CHECK (page >= 1 AND char_start >= 0 AND char_start < char_end);
ALTER TABLE run
  ADD CONSTRAINT run_state CHECK (state IN ('running', 'done', 'refused', 'stopped', 'failed', 'interrupted'));
ALTER TABLE entitlement_snapshot
  ADD CONSTRAINT entitlement_snapshot_access CHECK (access IN ('full', 'grace', 'readOnly', 'hold'));
ALTER TABLE entitlement_override ADD CONSTRAINT entitlement_override_op CHECK (op IN ('set', 'add', 'deny'));
ALTER TABLE quota_grant
  ADD CONSTRAINT quota_grant_source CHECK (source IN ('plan', 'topup', 'admin', 'trial', 'carry')),
  ADD CONSTRAINT quota_grant_amounts CHECK (used_mc >= 0 AND reserved_mc >= 0 AND revoked_mc >= 0 AND used_mc + reserved_mc <= limit_mc);
ALTER TABLE quota_reservation
  ADD CONSTRAINT quota_reservation_state CHECK (state IN ('held', 'settled', 'released', 'expired')),
  ADD CONSTRAINT quota_reservation_surface CHECK (surface IN ('web', 'api', 'mcp', 'job')),
  ADD CONSTRAINT quota_reservation_amounts CHECK (held_mc >= 0 AND overage_mc >= 0 AND settled_mc >= 0);
ALTER TABLE quota_allocation
  ADD CONSTRAINT quota_allocation_amounts CHECK (amount_mc >= 0 AND settled_mc >= 0 AND settled_mc <= amount_mc);
ALTER TABLE usage_entry
  ADD CONSTRAINT usage_entry_kind CHECK (kind IN ('grant', 'charge', 'refund', 'overage', 'cost')),
  ADD CONSTRAINT usage_entry_surface CHECK (surface IN ('web', 'api', 'mcp', 'job')),
  ADD CONSTRAINT usage_entry_cost CHECK (cost_micro_usd >= 0);
ALTER TABLE workspace_stock ADD CONSTRAINT workspace_stock_value CHECK (value >= 0);

-- The same charge is written once. NULLS NOT DISTINCT: overage rows have no grant, most rows no ref.
CREATE UNIQUE INDEX usage_entry_once ON usage_entry (workspace_id, reservation_id, grant_id, kind, ref_id)
  NULLS NOT DISTINCT WHERE reservation_id IS NOT NULL;
-- What the sweepers look for, across workspaces.
CREATE INDEX quota_reservation_held ON quota_reservation (expires_at) WHERE state = 'held';
CREATE INDEX run_running ON run (heartbeat_at) WHERE state = 'running';
CREATE INDEX upload_expiring ON upload (expires_at) WHERE status <> 'claimed';

-- About 0.5 KB of words stays in the row, 2.5 KB of grams is read for candidates only (PLAIN fails above 1,000 words).
ALTER TABLE chunk_lexical ALTER COLUMN words SET STORAGE MAIN;
ALTER TABLE chunk_lexical ALTER COLUMN grams SET STORAGE EXTERNAL;
-- Counters that each indexed passage raises: room for updates in place.
ALTER TABLE lexical_df SET (fillfactor = 80);
