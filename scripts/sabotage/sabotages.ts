/** A guard that is taken out of a copy of the sources, and the test that has to notice. */
export interface Sabotage {
  guard: string
  file: string
  /** Stands in `file` exactly once. */
  find: string
  replace: string
  project: 'unit' | 'db'
  testFile: string
  /** Part of the full title of the test, or of the tests, that must fail. */
  title: string
}

export const SABOTAGES: readonly Sabotage[] = [
  {
    guard: 'verifier',
    file: 'lib/chat/verify/verdict.ts',
    find: '  const plain = unescapeMarkdown(claim)\n  const quotations',
    replace:
      "  if (claim) return { verdict: 'exact', ranges: [{ start: 0, end: passage.text.length }] }\n  const plain = unescapeMarkdown(claim)\n  const quotations",
    project: 'unit',
    testFile: 'lib/chat/verify/verdict.test.ts',
    title: 'a changed number proves nothing',
  },
  {
    guard: 'reservation',
    file: 'lib/platform/llm/reservation.ts',
    find: 'if (!sealed.has(value))',
    replace: 'if (value === undefined)',
    project: 'unit',
    testFile: 'lib/platform/llm/gateway.test.ts',
    title: 'refuses what only looks like a reservation, before the model is asked',
  },
  {
    guard: 'row-level policy',
    file: 'prisma/migrations/20261124150100_security/migration.sql',
    find: 'CREATE POLICY tenant ON workspace FOR ALL TO app_user',
    replace:
      'ALTER POLICY tenant ON document USING (true);\nCREATE POLICY tenant ON workspace FOR ALL TO app_user',
    project: 'db',
    testFile: 'lib/platform/db/doors.db.test.ts',
    title: 'does not see a row of another workspace, even when asked for by its id',
  },
  {
    guard: 'origin check',
    file: 'app/api/_lib/assert-same-origin.ts',
    find: 'if (!same)',
    replace: 'if (same === undefined)',
    project: 'unit',
    testFile: 'app/api/_lib/assert-same-origin.test.ts',
    title: 'refuses other sites: {"origin":"https://evil.example"}',
  },
  {
    guard: 'byte cap',
    file: 'app/api/_lib/cap-body.ts',
    find: 'if (size > maxBytes) throw tooLarge(maxBytes)',
    replace: '',
    project: 'unit',
    testFile: 'app/api/_lib/cap-body.test.ts',
    title: 'stops reading where more comes than is taken, whatever was declared',
  },
  {
    guard: 'owner lock',
    file: 'lib/platform/embedded-db/lock.ts',
    find: 'BEGIN EXCLUSIVE`',
    replace: 'BEGIN`',
    project: 'unit',
    testFile: 'lib/platform/embedded-db/lock.test.ts',
    title: 'has exactly one winner when several start at once, also after its owner was killed',
  },
  {
    guard: 'stock check',
    file: 'lib/billing/stock-repository.ts',
    find: '::bigint <= ',
    replace: '::bigint IS NOT NULL OR 0 <= ',
    project: 'db',
    testFile: 'lib/billing/entitlements.db.test.ts',
    title: 'has room for exactly five of twenty at once',
  },
  {
    guard: 'refund once',
    file: 'lib/billing/refund.ts',
    find: 'if (await hasRefund(tx, key, part.refId))',
    replace: 'if (part.mc < 0)',
    project: 'db',
    testFile: 'lib/billing/refund.db.test.ts',
    title: 'gives a single page back once, however many ask at once',
  },
  {
    guard: 'sums of what is new alone',
    file: 'lib/billing/entry-repository.ts',
    find: 'ON CONFLICT DO NOTHING',
    replace: 'ON CONFLICT (workspace_id, id) DO NOTHING',
    project: 'db',
    testFile: 'lib/billing/usage-daily.db.test.ts',
    title: 'take what stands in the ledger already no second time',
  },
  {
    guard: 'check for credits',
    file: 'lib/billing/ledger-repository.ts',
    find: 'FROM takes) = ${',
    replace: 'FROM takes) <= ${',
    project: 'db',
    testFile: 'lib/jobs/bypass.db.test.ts',
    title: 'at the wall of zeroCredits nothing is sold to a caller by session, and nothing changes',
  },
  {
    guard: 'check for leave to spend',
    file: 'lib/billing/reserve.ts',
    find: '    assertMaySpend(ctx, account)\n',
    replace: '',
    project: 'db',
    testFile: 'lib/jobs/bypass.db.test.ts',
    title: 'at the wall of hold nothing is sold to a job, also when it is tried again',
  },
  {
    guard: 'cap by the quote',
    file: 'lib/billing/quotes/open-quoted-meter.ts',
    find: 'Math.min(priceMc, await claim(tx, ctx, quoteId, request))',
    replace: 'Math.max(priceMc, await claim(tx, ctx, quoteId, request))',
    project: 'db',
    testFile: 'lib/documents/reindex.db.test.ts',
    title: 'holds when the price has risen since',
  },
  {
    guard: 'sums by day',
    file: 'lib/billing/entry-repository.ts',
    find: 'charged_mc = d.charged_mc + excluded.charged_mc',
    replace: 'charged_mc = d.charged_mc',
    project: 'db',
    testFile: 'lib/billing/usage-daily.db.test.ts',
    title: 'are exact after 200 settlements from two processes at once',
  },
  {
    guard: 'count of calls',
    file: 'lib/platform/http/count-call.ts',
    find: 'counted.consumedPoints > call.points',
    replace: 'counted.consumedPoints < 0',
    project: 'db',
    testFile: 'app/api/_lib/limit-rate.db.test.ts',
    title: 'admit exactly the limit of many calls at once',
  },
  {
    guard: 'refusal of what cannot be counted',
    file: 'app/api/_lib/limit-rate.ts',
    find: "if (uncounted === 'admit') return null",
    replace: 'return null',
    project: 'db',
    testFile: 'app/api/_lib/limit-rate.db.test.ts',
    title: 'refuses what spends and admits what reads',
  },
  {
    guard: 'count of refusals',
    file: 'app/api/_lib/count-refusal.ts',
    find: 'if (ctx) recordDenial(ctx, error)',
    replace: '',
    project: 'db',
    testFile: 'app/api/_lib/count-refusal.db.test.ts',
    title: 'is counted once where the plan refuses it, and stays refused',
  },
  {
    guard: 'look at what has changed',
    file: 'lib/admin/controls/control-repository.ts',
    find: '% 4294967296 < 2147483648',
    replace: '% 4294967296 < 0',
    project: 'db',
    testFile: 'lib/admin/controls/run-control-checks.db.test.ts',
    title: 'look at what has changed first, however far the round through all has come',
  },
  {
    guard: 'single columns for platform operations',
    file: 'prisma/migrations/20261124194000_controls/migration.sql',
    find: 'GRANT UPDATE (limit_mc, revoked_mc, expires_at) ON quota_grant TO app_platform;',
    replace: 'GRANT UPDATE ON quota_grant TO app_platform;',
    project: 'db',
    testFile: 'lib/platform/db/catalogue.db.test.ts',
    title: 'protects every table, or names it as global',
  },
]
