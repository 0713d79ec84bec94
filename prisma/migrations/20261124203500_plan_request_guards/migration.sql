-- What Prisma does not describe: who asks for a plan may change what they ask for while nobody has decided, and take it
-- back; what staff answer is theirs to write.
REVOKE INSERT, UPDATE ON plan_request FROM app_user;
GRANT INSERT (workspace_id, id, plan_key, interval, seats, note, status, requested_by, requested_at) ON plan_request TO app_user;
GRANT UPDATE (plan_key, interval, seats, note, status, requested_by, requested_at) ON plan_request TO app_user;

CREATE POLICY tenant_asks ON plan_request AS RESTRICTIVE FOR INSERT TO app_user
  WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid AND status = 'open');
CREATE POLICY tenant_changes ON plan_request AS RESTRICTIVE FOR UPDATE TO app_user
  USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid AND status = 'open')
  WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid AND status IN ('open', 'withdrawn'));
