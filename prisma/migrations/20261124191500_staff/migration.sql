-- What Prisma does not describe: rights and an index for those who operate the platform.

-- A failed job is put back by the transaction that writes down who did it and why. Its payload stays closed to this role.
GRANT SELECT (retry_limit), UPDATE (state, retry_limit, completed_on) ON pgboss.job, pgboss.job_common TO app_platform;

-- The log of staff looks across workspaces, newest first.
CREATE INDEX audit_entry_staff ON audit_entry (id DESC) WHERE action LIKE 'staff.%';
