-- AlterTable
ALTER TABLE "audit_entry" ADD COLUMN     "user_agent" TEXT;

-- What Prisma does not describe.

-- Who looks at a workspace again and again is written down once an hour.
CREATE UNIQUE INDEX audit_entry_viewed ON audit_entry (workspace_id, actor_user_id, date_trunc('hour', at AT TIME ZONE 'UTC'))
  WHERE action = 'staff.viewed';
