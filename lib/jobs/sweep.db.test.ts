import { describe, expect, it } from 'vitest'
import { createConversation, followRun, startRun } from '#lib/chat/index.ts'
import { createId } from '#lib/platform/id.ts'
import { storage } from '#lib/platform/storage/index.ts'
import { insertAccount } from '#lib/testing/billing.ts'
import { insertAskableDocument } from '#lib/testing/chat.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { uploadBytes } from '#lib/testing/documents.ts'
import { sweep } from './sweep.ts'

const file = { name: 'a.txt', bytes: 'Some words.', type: 'text/plain' }
const run = () => sweep(new AbortController().signal)

describe('the sweep', () => {
  it('drops bytes that never became a document after their time, and no others', async () => {
    const ctx = await insertAccount()
    const old = await uploadBytes(ctx, file)
    const fresh = await uploadBytes(ctx, file)
    await ownerQuery("UPDATE upload SET expires_at = now() - interval '1 minute' WHERE id = $1", [old])
    await run()
    const left = await ownerQuery<{ id: string }>('SELECT id FROM upload WHERE workspace_id = $1', [
      ctx.workspaceId,
    ])
    expect(left).toEqual([{ id: fresh }])
    expect(await storage.stat(`${ctx.workspaceId}/uploads/${old}`)).toBeNull()
    expect(await storage.stat(`${ctx.workspaceId}/uploads/${fresh}`)).not.toBeNull()
  })

  it('drops the events of runs a day after their end, but the last, and no others', async () => {
    const ctx = await insertAccount({ plan: 'pro' })
    await insertAskableDocument(ctx, {
      pages: ['The steam crane on the quay lifts forty tons of coal a day.'],
    })
    const ask = async () => {
      const { id } = await createConversation(ctx, {})
      const run = await startRun(
        ctx,
        id,
        { question: 'How many tons of coal does the crane lift?' },
        createId(),
      )
      await run.finished
      return run.runId
    }
    const read = async (runId: string) => {
      const events: string[] = []
      const stream = await followRun(ctx, runId, { after: 0, signal: AbortSignal.timeout(10_000) })
      for await (const { event } of stream) events.push(event.type)
      return events
    }
    const [old, fresh] = [await ask(), await ask()]
    const whole = await read(fresh)
    await ownerQuery("UPDATE run SET finished_at = now() - interval '25 hours' WHERE id = $1", [old])
    await run()
    const left = await ownerQuery<{ runId: string; events: number }>(
      'SELECT run_id AS "runId", count(*)::int AS events FROM run_event WHERE workspace_id = $1 GROUP BY run_id',
      [ctx.workspaceId],
    )
    const counts = new Map(left.map(({ runId, events }) => [runId, events]))
    expect([counts.get(old), counts.get(fresh)]).toEqual([1, whole.length])
    const last = await ownerQuery('SELECT type FROM run_event WHERE run_id = $1', [old])
    expect(last).toEqual([{ type: 'done' }])
  })

  it('forgets links, locks and sessions a day after their end', async () => {
    const { userId } = await insertAccount()
    const insert = async (key: string, age: string) => {
      await ownerQuery(
        `INSERT INTO one_time_token (id, token_hash, purpose, email, payload, expires_at)
         VALUES (gen_random_uuid(), decode(md5($1), 'hex'), 'verify_email', $1, '{}', now() - $2::interval)`,
        [key, age],
      )
      await ownerQuery(
        `INSERT INTO sign_in_attempt (key, failures, last_at) VALUES ($1, 3, now() - $2::interval)`,
        [key, age],
      )
      await ownerQuery(
        `INSERT INTO session (id, secret_hash, user_id, authenticated_at, last_seen_at, expires_at)
         VALUES (gen_random_uuid(), decode(md5($1), 'hex'), $3, now(), now(), now() - $2::interval)`,
        [key, age, userId],
      )
    }
    await insert('long-ago', '25 hours')
    await insert('lately', '1 hour')
    await run()
    const count = async (sql: string) => (await ownerQuery<{ n: number }>(sql))[0]?.n
    expect(
      await count(`SELECT count(*)::int AS n FROM one_time_token WHERE email IN ('long-ago', 'lately')`),
    ).toBe(1)
    expect(
      await count(`SELECT count(*)::int AS n FROM sign_in_attempt WHERE key IN ('long-ago', 'lately')`),
    ).toBe(1)
    expect(await count(`SELECT count(*)::int AS n FROM session`)).toBe(1)
  })
})
