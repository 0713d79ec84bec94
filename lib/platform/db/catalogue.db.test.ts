import { describe, expect, it } from 'vitest'
import { withSecondConnection } from '#lib/testing/database.ts'
import { CONTENT_TABLES, findCatalogueProblems, GLOBAL_TABLES } from './catalogue.ts'

/** The problems after `change`, which is rolled back. */
function findProblemsAfter(change: string): Promise<string[]> {
  return withSecondConnection(async (client) => {
    await client.query('BEGIN')
    await client.query(change)
    const problems = await findCatalogueProblems(client)
    await client.query('ROLLBACK')
    return problems
  }, 'owner')
}

describe('the catalogue', () => {
  it('protects every table, or names it as global', async () => {
    expect(await withSecondConnection((client) => findCatalogueProblems(client), 'owner')).toEqual([])
  })

  it('has every table that the lists name', async () => {
    const { rows } = await withSecondConnection(
      (client) => client.query("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"),
      'owner',
    )
    const names = rows.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining([...CONTENT_TABLES, ...Object.keys(GLOBAL_TABLES)]))
    expect(names.length).toBeGreaterThan(30)
  })

  it.each([
    [
      'a new table without protection',
      'CREATE TABLE forgotten (workspace_id uuid, id uuid)',
      /^forgotten has no forced/,
    ],
    ['security that is not forced', 'ALTER TABLE chunk NO FORCE ROW LEVEL SECURITY', /^chunk has no forced/],
    [
      'a dropped tenant policy',
      'DROP POLICY tenant ON message',
      /^message has workspace_id but no tenant policy/,
    ],
    ['a dropped owner policy', 'DROP POLICY migrator ON message', /^message has no policy for its owner/],
    [
      'a policy that lets everything pass',
      'ALTER POLICY tenant ON run USING (true)',
      /^policy tenant of run/,
    ],
    [
      'a second, open policy',
      'CREATE POLICY open ON run FOR SELECT TO app_user USING (true)',
      /^policy open of run/,
    ],
    ['a policy for everybody', 'CREATE POLICY all_of ON run FOR SELECT USING (false)', /is for everybody/],
    [
      'reading allowed, writing not checked',
      "DROP POLICY tenant ON run; CREATE POLICY tenant ON run TO app_user USING (workspace_id = current_setting('app.workspace_id')::uuid)",
      /all verbs/,
    ],
    [
      'content for staff',
      'GRANT SELECT (text) ON message TO app_platform',
      /^app_platform may SELECT message/,
    ],
    [
      'a whole table that platform operations may change',
      'GRANT UPDATE ON quota_grant TO app_platform',
      /^app_platform may UPDATE every column of quota_grant/,
    ],
    ['a changeable ledger', 'GRANT UPDATE ON usage_entry TO app_user', /append-only/],
    ['a right of everybody', 'GRANT SELECT ON lexical_df TO PUBLIC', /^everybody may SELECT/],
    ['a right of the bare login role', 'GRANT SELECT ON "user" TO footnote_app', /bare login role/],
    [
      'statistics on workspace_id',
      'ALTER TABLE chunk ALTER workspace_id SET STATISTICS 100',
      /keeps statistics/,
    ],
    [
      'a view that runs as its owner',
      'CREATE VIEW peek AS SELECT * FROM message',
      /^peek is SECURITY DEFINER/,
    ],
  ])('fails for %s', async (_, change, expected) => {
    expect(await findProblemsAfter(change)).toContainEqual(expect.stringMatching(expected))
  })
})
