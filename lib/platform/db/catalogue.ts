// What a database has to look like for tenants to be apart; asked of the catalogue, so that it holds for every table
// that will ever be added. Used by tests on each database that we support.
import type pg from 'pg'

/** Tables without a workspace, and why nobody's data leaks through them. */
export const GLOBAL_TABLES: Readonly<Record<string, string>> = {
  _prisma_migrations: 'names of migrations',
  one_time_token: 'granted to platform operations only',
  sign_in_attempt: 'granted to platform operations only',
  outbox: 'granted to platform operations only',
  rate_limit: 'counters; granted to the login role only',
  control_check: 'results of checks; granted to platform operations only',
}

/** Content. The platform role has no right on any column of these. */
export const CONTENT_TABLES: readonly string[] = [
  'document',
  'document_page',
  'chunk',
  'chunk_lexical',
  'conversation',
  'message',
  'message_sentence',
  'citation',
  'sentence_citation',
  'run_event',
]

const APPEND_ONLY_TABLES = ['usage_entry', 'audit_entry']

interface TableFacts {
  name: string
  hasWorkspaceId: boolean
  isProtected: boolean
  workspaceStatistics: number | null
}

interface PolicyFacts {
  table: string
  policy: string
  roles: string[]
  command: string
  using: string | null
  check: string | null
}

interface GrantFacts {
  table: string
  role: string
  verb: string
  /** On the table, not on single columns. */
  isWhole: boolean
}

/** Each sentence names a table and what is wrong with it; empty when the database is safe. */
export async function findCatalogueProblems(db: Pick<pg.ClientBase, 'query'>): Promise<string[]> {
  const tables = (await db.query<TableFacts>(TABLES_SQL)).rows
  const policies = (await db.query<PolicyFacts>(POLICIES_SQL)).rows
  const grants = (await db.query<GrantFacts>(GRANTS_SQL)).rows
  const definers = (await db.query<{ name: string }>(DEFINERS_SQL)).rows
  return [
    ...tables.flatMap((table) => findTableProblems(table, policies)),
    ...policies.flatMap(findPolicyProblems),
    ...grants.flatMap(findGrantProblems),
    ...definers.map(({ name }) => `${name} is SECURITY DEFINER or a view without security_invoker`),
  ]
}

function findTableProblems(table: TableFacts, policies: PolicyFacts[]): string[] {
  const { name } = table
  if (name in GLOBAL_TABLES) return []
  if (!table.isProtected) return [`${name} has no forced row-level security and is not a named global table`]
  const problems: string[] = []
  const own = policies.filter((policy) => policy.table === name)
  const has = (policyName: string) => own.some(({ policy }) => policy === policyName)
  if (!has('migrator'))
    problems.push(`${name} has no policy for its owner: data migrations would touch nothing`)
  if (table.hasWorkspaceId && !has('tenant')) problems.push(`${name} has workspace_id but no tenant policy`)
  if (table.hasWorkspaceId && table.workspaceStatistics !== 0) {
    problems.push(`${name}.workspace_id keeps statistics: a new workspace is planned as one row`)
  }
  return problems
}

function findPolicyProblems({ table, policy, roles, command, using, check }: PolicyFacts): string[] {
  const label = `policy ${policy} of ${table}`
  if (roles.includes('public')) return [`${label} is for everybody`]
  if (!roles.includes('app_user')) return []
  const conditions = [using, check].filter((condition) => condition !== null)
  const problems: string[] = []
  if (
    conditions.length === 0 ||
    conditions.some((condition) => !/app\.(workspace|user)_id/.test(condition))
  ) {
    problems.push(`${label} does not ask who is there`)
  }
  if (policy === 'tenant' && (command !== 'ALL' || using === null || check !== using)) {
    problems.push(`${label} must hold for all verbs, reading and writing alike`)
  }
  return problems
}

function findGrantProblems({ table, role, verb, isWhole }: GrantFacts): string[] {
  if (role === 'PUBLIC') return [`everybody may ${verb} ${table}`]
  if (role === 'app_platform' && CONTENT_TABLES.includes(table)) return [`app_platform may ${verb} ${table}`]
  if (role === 'app_platform' && verb === 'UPDATE' && isWhole) {
    return [`app_platform may UPDATE every column of ${table}: grant the columns that it writes`]
  }
  if (role === 'app_user' && table in GLOBAL_TABLES) return [`app_user may ${verb} ${table}`]
  if (role === 'footnote_app' && table !== 'rate_limit') return [`the bare login role may ${verb} ${table}`]
  if (APPEND_ONLY_TABLES.includes(table) && !['SELECT', 'INSERT'].includes(verb)) {
    return [`${role} may ${verb} ${table}, which is append-only`]
  }
  return verb === 'TRUNCATE' ? [`${role} may TRUNCATE ${table}`] : []
}

const TABLES_SQL = `
  SELECT c.relname AS name, a.attname IS NOT NULL AS "hasWorkspaceId",
         c.relrowsecurity AND c.relforcerowsecurity AS "isProtected", a.attstattarget::int AS "workspaceStatistics"
  FROM pg_class c
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id'
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  ORDER BY 1`

const POLICIES_SQL = `
  SELECT tablename AS "table", policyname AS policy, roles::text[] AS roles, cmd AS command, qual AS "using", with_check AS "check"
  FROM pg_policies WHERE schemaname = 'public'`

/** Grants on tables and on single columns. */
const GRANTS_SQL = `
  SELECT table_name AS "table", grantee AS role, privilege_type AS verb, bool_or(whole) AS "isWhole" FROM (
    SELECT table_name, grantee, privilege_type, true AS whole
    FROM information_schema.role_table_grants WHERE table_schema = 'public'
    UNION ALL
    SELECT table_name, grantee, privilege_type, false
    FROM information_schema.role_column_grants WHERE table_schema = 'public'
  ) AS grants
  WHERE grantee IN ('app_user', 'app_platform', 'footnote_app', 'PUBLIC')
  GROUP BY 1, 2, 3`

const DEFINERS_SQL = `
  SELECT p.oid::regprocedure::text AS name FROM pg_proc p
  WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
  UNION ALL
  SELECT c.relname FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'v'
    AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)`
