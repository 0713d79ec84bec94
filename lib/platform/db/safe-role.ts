import { rawPool } from './client.ts'

interface RoleFacts {
  name: string
  isSuperuser: boolean
  bypassesRls: boolean
  ownsTables: boolean
  canUseDoors: boolean
}

/**
 * Refuses to go on with a login role for which row-level security would not hold: one that is, or may become by SET
 * ROLE, a superuser, a role that bypasses it, or the owner of a table. Also when the roles of the doors are missing.
 *
 * @throws Error that says what to set.
 */
export async function assertSafeRole(): Promise<void> {
  const problem = findRoleProblem(await readRoleFacts())
  if (problem)
    throw new Error(`DATABASE_URL logs in with an unsafe role: ${problem} See scripts/db-provision.sql.`)
}

function findRoleProblem(role: RoleFacts): string | null {
  const { name } = role
  if (role.isSuperuser) return `"${name}" is a superuser, or can become one.`
  if (role.bypassesRls) return `"${name}" bypasses row-level security, or can become a role that does.`
  if (role.ownsTables) return `"${name}" owns tables, or can become their owner. Log in as footnote_app.`
  if (!role.canUseDoors) return `"${name}" is not a member of app_user and app_platform.`
  return null
}

async function readRoleFacts(): Promise<RoleFacts> {
  const { rows } = await rawPool().query<RoleFacts>(`
    WITH reachable AS (SELECT oid, rolname, rolsuper, rolbypassrls FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER'))
    SELECT current_user::text AS name,
           bool_or(rolsuper) AS "isSuperuser",
           bool_or(rolbypassrls) AS "bypassesRls",
           EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
                   AND c.relowner IN (SELECT oid FROM reachable)) AS "ownsTables",
           count(*) FILTER (WHERE rolname IN ('app_user', 'app_platform')) = 2 AS "canUseDoors"
    FROM reachable`)
  const [role] = rows
  if (!role) throw new Error('the database did not say who we are')
  return role
}
