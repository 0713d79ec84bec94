-- The sweep forgets what nobody asks for any more. The policies show and give the platform role those rows alone; of a quote
-- it cannot read what was quoted.
GRANT SELECT (reservation_id, expires_at), DELETE ON quote TO app_platform;
CREATE POLICY platform_select ON quote FOR SELECT TO app_platform
  USING (reservation_id IS NULL AND expires_at < now() - interval '1 day');
CREATE POLICY platform_delete ON quote FOR DELETE TO app_platform
  USING (reservation_id IS NULL AND expires_at < now() - interval '1 day');

GRANT DELETE ON denial_daily TO app_platform;
CREATE POLICY platform_delete ON denial_daily FOR DELETE TO app_platform
  USING (day < (now() AT TIME ZONE 'UTC')::date - 400);

GRANT SELECT (dismissed_at), DELETE ON notice_dismissal TO app_platform;
CREATE POLICY platform_select ON notice_dismissal FOR SELECT TO app_platform
  USING (dismissed_at < now() - interval '400 days');
CREATE POLICY platform_delete ON notice_dismissal FOR DELETE TO app_platform
  USING (dismissed_at < now() - interval '400 days');
