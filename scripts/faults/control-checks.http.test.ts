import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { listDevMails } from '#lib/platform/mail/index.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { request } from '#lib/testing/http.ts'
import {
  addDocumentOverHttp,
  createSession,
  documentWhen,
  isSettled,
  type Session,
} from '#lib/testing/http-documents.ts'
import { startTestStack, type TestStack } from '#lib/testing/stack.ts'

const ADMIN_EMAIL = 'operations@example.com'
const START_MS = 180_000
const WAIT = { timeout: 15_000, interval: 100 }

let stack: TestStack
let session: Session

beforeAll(async () => {
  stack = await startTestStack(undefined, { CONTROL_CHECK_SECONDS: '1', ADMIN_EMAIL })
  session = await createSession({ plan: 'pro' })
  const file = { name: 'a.txt', bytes: 'Some words.', type: 'text/plain' }
  await documentWhen(session, (await addDocumentOverHttp(session, file)).id, isSettled)
}, START_MS)

afterAll(() => stack?.remove(), 60_000)

/** Results of a check that began after `since`, the first one first. */
function resultsSince(checkKey: string, since: Date) {
  return ownerQuery<{ ok: boolean }>(
    'SELECT ok FROM control_check WHERE check_key = $1 AND ran_at > $2 ORDER BY ran_at, id',
    [checkKey, since],
  )
}

async function databaseTime(): Promise<Date> {
  const [row] = await ownerQuery<{ now: Date }>('SELECT clock_timestamp() AS now')
  if (!row) throw new Error('unreachable')
  return row.now
}

const change = (mc: number) =>
  ownerQuery(`UPDATE quota_grant SET used_mc = used_mc + $2 WHERE workspace_id = $1 AND source = 'plan'`, [
    session.workspaceId,
    mc,
  ])

const subjects = async () => (await listDevMails({ to: ADMIN_EMAIL })).map(({ subject }) => subject)

it('a balance that is broken by SQL is mailed within one interval, once, and again when it is right', async () => {
  await vi.waitFor(
    async () => expect(await resultsSince('ledger.grant.used', new Date(0))).not.toEqual([]),
    WAIT,
  )
  expect(await subjects()).toEqual([])
  await change(7_000)
  const brokenAt = await databaseTime()
  await vi.waitFor(
    async () => expect(await subjects()).toContain('Control check failed: ledger.grant.used'),
    WAIT,
  )
  const results = await resultsSince('ledger.grant.used', brokenAt)
  // One run may have been under way; the next one, an interval later, has seen it.
  expect(results.slice(0, 2).some(({ ok }) => !ok)).toBe(true)
  const { text } = await request('/metrics')
  expect(text).toContain('footnote_control_check_ok{check="ledger.grant.used"} 0')
  expect(text).toContain('footnote_control_check_ok{check="stock.documents"} 1')

  await change(-7_000)
  await vi.waitFor(
    async () => expect(await subjects()).toContain('Control check is right again: ledger.grant.used'),
    WAIT,
  )
  expect((await subjects()).filter((subject) => subject.endsWith('ledger.grant.used'))).toHaveLength(2)
}, 90_000)
