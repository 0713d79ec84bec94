import { beforeEach, describe, expect, it } from 'vitest'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import {
  createConversation,
  findLostRuns,
  followRun,
  getConversation,
  getRun,
  stopRun,
  sweepRun,
} from '#lib/chat/index.ts'
import type { RunEvent } from '#lib/chat/schema.ts'
import { withPlatform } from '#lib/platform/db/index.ts'
import { insertAccount } from '#lib/testing/billing.ts'
import { insertAskableDocument } from '#lib/testing/chat.ts'
import { type ChildRun, ownerQuery, runInProcess } from '#lib/testing/database.ts'

const PAGE =
  'The harbour of Vale was dug in 1881.\nThe steam crane on the quay lifts forty tons of coal a day.'
const QUESTION = 'How many tons of coal does the steam crane lift a day?'
const TEXT = 'The steam crane on the quay lifts forty tons of coal a day. [1] And then it '

let ctx: WorkspaceContext
let conversationId: string
let child: ChildRun
let runId: string

beforeEach(async () => {
  ctx = await insertAccount()
  await insertAskableDocument(ctx, { pages: [PAGE] })
  conversationId = (await createConversation(ctx, {})).id
  const args = [ctx.workspaceId, ctx.userId ?? '', conversationId, QUESTION, TEXT]
  child = runInProcess('lib/testing/chat-child.ts', args)
  runId = await readRunId()
  return () => child.kill('SIGKILL')
})

describe('a run of another process', () => {
  it('is followed from the database, without gaps', async () => {
    const events = await follow((event) => event.type === 'delta' && event.text.includes('then'))
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1))
    expect(events.map(({ event }) => event.type)).toContain('citation')
  })

  it('stops when it is asked to here, and is charged by the formula', async () => {
    await follow((event) => event.type === 'delta')
    await stopRun(ctx, runId)
    const last = (await follow((event) => event.type === 'done')).at(-1)?.event
    expect(last).toMatchObject({ type: 'done', message: { outcome: 'stopped' } })
    expect((await child.exited).stdout).toContain('finished')
    expect(await chargedMc()).toBe(
      Math.ceil((Math.ceil((QUESTION.length + PAGE.length) / 4) + 4 * Math.ceil(TEXT.length / 4)) / 10),
    )
  })

  it('is settled as interrupted, free, when its process is told to end', async () => {
    await follow((event) => event.type === 'delta')
    child.kill('SIGTERM')
    expect((await child.exited).code).toBe(0)
    expect(await getRun(ctx, runId)).toMatchObject({ state: 'interrupted', receipt: { credits: 0 } })
    expect(await chargedMc()).toBe(0)
  })

  it('is closed by the sweeper when its process was killed: interrupted, free, its text kept, nothing doubled', async () => {
    const seen = await follow((event) => event.type === 'sentence')
    child.kill('SIGKILL')
    await child.exited
    expect(await sweepRun(ctx.workspaceId, runId)).toBe(false) // its last heartbeat is young
    await ownerQuery(`UPDATE run SET heartbeat_at = now() - interval '1 minute' WHERE id = $1`, [runId])
    const lost = await withPlatform('sweepRuns', (tx) => findLostRuns(tx, 100))
    expect(lost).toContainEqual({ workspaceId: ctx.workspaceId, id: runId })

    const swept = await Promise.all([sweepRun(ctx.workspaceId, runId), sweepRun(ctx.workspaceId, runId)])
    expect(swept.filter(Boolean)).toHaveLength(1)

    const answer = (await getConversation(ctx, conversationId)).messages.at(-1)
    expect(answer).toMatchObject({ outcome: 'interrupted', problem: { code: 'interrupted' } })
    expect(answer?.text).toContain('lifts forty tons of coal a day.')
    expect(answer?.citations).toHaveLength(1)
    expect(answer?.sentences[0]).toMatchObject({ verdict: 'exact', citationIds: [answer?.citations[0]?.id] })
    const rest = await follow((event) => event.type === 'error', seen.at(-1)?.seq)
    expect(rest.at(-1)?.seq).toBeGreaterThan(1_000_000)
    expect(await chargedMc()).toBe(0)
    expect(
      await ownerQuery('SELECT state FROM quota_reservation WHERE workspace_id = $1', [ctx.workspaceId]),
    ).toEqual([{ state: 'released' }])
  })

  it('is closed for a reader who waits for it, without the sweeper', async () => {
    await follow((event) => event.type === 'delta')
    child.kill('SIGKILL')
    await child.exited
    await ownerQuery(`UPDATE run SET heartbeat_at = now() - interval '1 minute' WHERE id = $1`, [runId])
    const events = await follow((event) => event.type === 'error')
    expect(events.at(-1)?.event).toMatchObject({ problem: { code: 'interrupted' } })
    expect(await getRun(ctx, runId)).toMatchObject({ state: 'interrupted' })
  })
})

async function readRunId(): Promise<string> {
  const deadline = Date.now() + 20_000
  while (Date.now() < deadline) {
    if (child.lines[0]) return child.lines[0]
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  child.kill('SIGKILL')
  throw new Error(`the second process made no run: ${(await child.exited).stderr}`)
}

async function follow(isLast: (event: RunEvent) => boolean, after = 0) {
  const events: { seq: number; event: RunEvent }[] = []
  const stream = await followRun(ctx, runId, { after, signal: AbortSignal.timeout(20_000) })
  for await (const numbered of stream) {
    events.push(numbered)
    if (isLast(numbered.event)) return events
  }
  throw new Error(`the event did not come after ${JSON.stringify(events.at(-1))}`)
}

async function chargedMc(): Promise<number> {
  const [row] = await ownerQuery<{ used: string; reserved: string }>(
    'SELECT sum(used_mc)::text AS used, sum(reserved_mc)::text AS reserved FROM quota_grant WHERE workspace_id = $1',
    [ctx.workspaceId],
  )
  expect(Number(row?.reserved)).toBe(0)
  return Number(row?.used)
}
