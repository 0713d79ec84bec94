-- Once per cluster and database, by a superuser, before the first migration:
--
--   psql -v ON_ERROR_STOP=1 -v app_password="'…'" -v owner=footnote_owner -d footnote -f scripts/db-provision.sql
--
-- `owner` is the existing role of DATABASE_MIGRATION_URL; it owns the database and all tables. The app logs in as
-- footnote_app (DATABASE_URL): no superuser, no bypass of row-level security, owner of nothing, and it inherits nothing,
-- so that a query outside the doors of lib/platform/db sees no table at all.

CREATE EXTENSION IF NOT EXISTS vector;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app_user') THEN CREATE ROLE app_user NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app_platform') THEN CREATE ROLE app_platform NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'footnote_app') THEN
    CREATE ROLE footnote_app LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
END $$;

GRANT app_user, app_platform TO footnote_app;
ALTER ROLE footnote_app PASSWORD :app_password;

SELECT format('ALTER DATABASE %I OWNER TO %I', current_database(), :'owner') \gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO footnote_app', current_database()) \gexec
