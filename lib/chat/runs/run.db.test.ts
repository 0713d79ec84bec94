import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import {
  createConversation,
  followRun,
  getConversation,
  getRun,
  overrideChatModel,
  startRun,
  stopRun,
} from '#lib/chat/index.ts'
import type { RunEvent } from '#lib/chat/schema.ts'
import { createId } from '#lib/platform/id.ts'
import { insertAccount } from '#lib/testing/billing.ts'
import { insertAskableDocument, scriptModel } from '#lib/testing/chat.ts'
import { ownerQuery } from '#lib/testing/database.ts'

const PAGES = [
  'The harbour of Vale was dug in 1881 by four hundred men.\nThe steam crane on the quay lifts forty tons of coal a day.\nGulls nest on the pier.',
  'The lighthouse keeper retired in spring.\nHis successor paints the lantern room every summer.',
]
const QUESTION = 'How many tons of coal does the steam crane lift a day?'
const TRUE_SENTENCE = 'The steam crane on the quay lifts forty tons of coal a day. [1]'

let ctx: WorkspaceContext
let conversationId: string

beforeEach(async () => {
  ctx = await insertAccount({ plan: 'pro' })
  await insertAskableDocument(ctx, { name: 'harbour.pdf', pages: PAGES })
  conversationId = (await createConversation(ctx, {})).id
})
afterEach(() => overrideChatModel(null))

const ask = (question = QUESTION, key: string = createId()) =>
  startRun(ctx, conversationId, { question }, key)

async function readEvents(runId: string, after = 0) {
  const events: { seq: number; event: RunEvent }[] = []
  const stream = await followRun(ctx, runId, { after, signal: AbortSignal.timeout(10_000) })
  for await (const numbered of stream) events.push(numbered)
  return events
}

async function askAndRead(question?: string) {
  const started = await ask(question)
  const events = await readEvents(started.runId)
  await started.finished
  const conversation = await getConversation(ctx, conversationId)
  const answer = conversation.messages.find((message) => message.id === started.messageId)
  if (!answer) throw new Error('no answer')
  return { ...started, events, conversation, answer }
}

async function ledger() {
  const [sums] = await ownerQuery<{ charged: string; reserved: string; writeOffs: number; costs: number }>(
    `SELECT (SELECT coalesce(sum(used_mc), 0) FROM quota_grant WHERE workspace_id = $1)::text AS charged,
            (SELECT coalesce(sum(reserved_mc), 0) FROM quota_grant WHERE workspace_id = $1)::text AS reserved,
            (SELECT count(*)::int FROM usage_entry WHERE workspace_id = $1 AND kind = 'cost' AND write_off) AS "writeOffs",
            (SELECT count(*)::int FROM usage_entry WHERE workspace_id = $1 AND kind = 'cost') AS costs`,
    [ctx.workspaceId],
  )
  return {
    charged: Number(sums?.charged),
    reserved: Number(sums?.reserved),
    writeOffs: sums?.writeOffs,
    costs: sums?.costs,
  }
}

describe('an answer by the builtin model', () => {
  it('quotes the sentence with an exact footnote on its page, and is charged one credit', async () => {
    const { events, answer, conversation } = await askAndRead()
    expect(answer.outcome).toBe('answered')
    expect(answer.text).toContain('lifts forty tons of coal a day')
    const [citation] = answer.citations
    expect(citation).toMatchObject({
      ...{ marker: 1, documentName: 'harbour.pdf', page: 1, verdict: 'exact' },
      quote: 'The steam crane on the quay lifts forty tons of coal a day',
    })
    expect(PAGES[0]?.slice(citation?.charStart, citation?.charEnd)).toBe(citation?.quote)
    expect(citation?.rects).toHaveLength(1)
    expect(answer.sentences.flatMap((sentence) => sentence.citationIds)).toContain(citation?.id)
    expect(answer.receipt).toMatchObject({ credits: 1, creditsRemaining: 1_499, model: 'builtin' })
    expect(await ledger()).toEqual({ charged: 1_000, reserved: 0, writeOffs: 0, costs: 1 })
    expect(conversation.title).toBe(QUESTION)
    const done = events.at(-1)?.event
    expect(done?.type === 'done' && done.message).toEqual(answer)
  })

  it('streams steps, text without markers, each footnote before its sentence, then the end', async () => {
    const { events, answer } = await askAndRead()
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1))
    const types = events.map(({ event }) => event.type)
    expect(types.slice(0, 3)).toEqual(['step', 'step', 'step'])
    expect(types.indexOf('citation')).toBeLessThan(types.indexOf('sentence'))
    const text = events.map(({ event }) => (event.type === 'delta' ? event.text : '')).join('')
    expect(text.trimEnd()).toBe(answer.text)
    expect(text).not.toMatch(/\[\d/)
  })

  it('refuses what is not in the documents, with the nearest passages, for free', async () => {
    const { answer, events } = await askAndRead('Who won the chess championship of Reykjavik?')
    expect(answer).toMatchObject({ outcome: 'refused', text: '', citations: [], sentences: [] })
    expect(answer.nearest.length).toBeGreaterThan(0)
    expect(answer.receipt).toMatchObject({ credits: 0 })
    expect(events.some(({ event }) => event.type === 'delta')).toBe(false)
    expect(await ledger()).toEqual({ charged: 0, reserved: 0, writeOffs: 0, costs: 0 })
  })

  it('gives every reader the same events, from wherever they come back, from memory and from the database', async () => {
    const { runId, events } = await askAndRead()
    for (const after of [0, 1, 4, events.length - 1]) {
      expect(await readEvents(runId, after)).toEqual(events.slice(after))
    }
    const stored = await ownerQuery<{ seq: number; data: RunEvent }>(
      'SELECT seq, data FROM run_event WHERE run_id = $1 ORDER BY seq',
      [runId],
    )
    expect(stored.map(({ seq, data }) => ({ seq, event: data }))).toEqual(events)
    expect(await getRun(ctx, runId)).toMatchObject({ state: 'done', lastSeq: events.length })
  })
})

describe('money', () => {
  it('refuses with 402 at zero credits and leaves nothing behind', async () => {
    ctx = await insertAccount({ creditsMc: 999 })
    conversationId = (await createConversation(ctx, {})).id
    await expect(ask()).rejects.toMatchObject({ code: 'quota_exceeded', status: 402 })
    expect((await getConversation(ctx, conversationId)).messages).toEqual([])
    expect(await ledger()).toMatchObject({ charged: 0, reserved: 0 })
  })

  it('answers the same key once and charges it once, also when both come at the same time', async () => {
    const key = createId()
    const [one, two] = await Promise.all([ask(QUESTION, key), ask(QUESTION, key)])
    expect(two.runId).toBe(one.runId)
    await Promise.all([one.finished, two.finished])
    expect((await ask(QUESTION, key)).messageId).toBe(one.messageId)
    expect((await getConversation(ctx, conversationId)).messages).toHaveLength(2)
    expect(await ledger()).toMatchObject({ charged: 1_000, reserved: 0 })
  })

  it('refuses the same key for another question', async () => {
    const key = createId()
    await (await ask(QUESTION, key)).finished
    await expect(ask('Another question?', key)).rejects.toMatchObject({
      code: 'idempotency_key_reused',
      status: 409,
    })
  })

  it('charges the same question again under a new key', async () => {
    await (await ask()).finished
    await (await ask()).finished
    expect(await ledger()).toMatchObject({ charged: 2_000, reserved: 0 })
    const { messages } = await getConversation(ctx, conversationId)
    expect(messages.map((message) => message.parentId)).toEqual([
      null,
      ...messages.slice(0, 3).map(({ id }) => id),
    ])
  })
})

describe('stop', () => {
  it('costs nothing before the first text', async () => {
    overrideChatModel(scriptModel(['hang']))
    const started = await ask()
    await until(started.runId, (event) => event.type === 'step' && event.name === 'write')
    await stopRun(ctx, started.runId)
    await started.finished
    const { messages } = await getConversation(ctx, conversationId)
    expect(messages.at(-1)).toMatchObject({ outcome: 'stopped', text: '', receipt: { credits: 0 } })
    expect(await ledger()).toMatchObject({ charged: 0, reserved: 0, writeOffs: 1 })
  })

  it('keeps the text and charges by the formula after it', async () => {
    const model = scriptModel([TRUE_SENTENCE, ' And then it ', 'hang'])
    overrideChatModel(model)
    const started = await ask()
    await until(started.runId, (event) => event.type === 'delta' && event.text.includes('then'))
    await stopRun(ctx, started.runId)
    await started.finished
    const { messages } = await getConversation(ctx, conversationId)
    const answer = messages.at(-1)
    const [request] = model.requests
    const input = (request?.passages ?? []).reduce((sum, { text }) => sum + text.length, QUESTION.length)
    const output = `${TRUE_SENTENCE} And then it `.length
    const expected = Math.ceil((Math.ceil(input / 4) + 4 * Math.ceil(output / 4)) / 10)
    expect(answer).toMatchObject({ outcome: 'stopped', receipt: { credits: expected / 1_000 } })
    expect(answer?.text).toBe('The steam crane on the quay lifts forty tons of coal a day. And then it')
    expect(answer?.citations).toHaveLength(1)
    expect(await ledger()).toEqual({ charged: expected, reserved: 0, writeOffs: 0, costs: 1 })
  })

  it('changes nothing for a run that has ended', async () => {
    const { runId } = await askAndRead()
    await stopRun(ctx, runId)
    expect(await getRun(ctx, runId)).toMatchObject({ state: 'done' })
  })
})

describe('a model that does not do its part', () => {
  it.each([
    ['fails at once', [new Error('no')], null, 'model_failed'],
    ['fails in the middle', [TRUE_SENTENCE, new Error('socket')], null, 'model_failed'],
    ['is cut', [TRUE_SENTENCE, ' And th'], null, 'model_failed'],
  ] as const)('that %s costs nothing, and what it cost us is written off', async (_, steps, usage, code) => {
    overrideChatModel(scriptModel(steps, { usage }))
    const { answer, events } = await askAndRead()
    expect(answer).toMatchObject({ outcome: 'failed', problem: { code }, receipt: { credits: 0 } })
    expect(events.at(-1)?.event).toMatchObject({ type: 'error', problem: { code } })
    expect(await ledger()).toEqual({ charged: 0, reserved: 0, writeOffs: 1, costs: 1 })
  })

  it.each([
    ['says nothing', []],
    ['names no source', ['The crane lifts forty tons of coal a day.']],
    ['invents a source', ['The crane lifts forty tons of coal a day. [9]']],
    [
      'names a source that says otherwise',
      ['The steam crane on the quay lifts fifty tons of ore a week. [1]'],
    ],
  ] as const)('that %s becomes a refusal, free', async (_, steps) => {
    overrideChatModel(scriptModel(steps))
    const { answer } = await askAndRead()
    expect(answer).toMatchObject({ outcome: 'refused', text: '', citations: [], receipt: { credits: 0 } })
    expect(await ledger()).toEqual({ charged: 0, reserved: 0, writeOffs: 1, costs: 1 })
  })

  it('shows a sentence without a source as unsupported beside one that has it', async () => {
    overrideChatModel(scriptModel([`${TRUE_SENTENCE} Merchants like it very much. [1]`]))
    const { answer } = await askAndRead()
    expect(answer.outcome).toBe('answered')
    expect(answer.sentences.map(({ verdict }) => verdict)).toEqual(['exact', 'unsupported'])
    expect(await ledger()).toEqual({ charged: 1_000, reserved: 0, writeOffs: 0, costs: 1 })
  })
})

describe('tenants', () => {
  it('answers not_found to everybody else for conversation, run and citation', async () => {
    const { runId } = await askAndRead()
    const stranger = await insertAccount()
    const signal = new AbortController().signal
    await expect(getConversation(stranger, conversationId)).rejects.toMatchObject({ code: 'not_found' })
    await expect(startRun(stranger, conversationId, { question: 'Hm?' }, createId())).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(getRun(stranger, runId)).rejects.toMatchObject({ code: 'not_found' })
    await expect(followRun(stranger, runId, { after: 0, signal })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(stopRun(stranger, runId)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('finds nothing of another workspace', async () => {
    ctx = await insertAccount()
    conversationId = (await createConversation(ctx, {})).id
    const { answer } = await askAndRead()
    expect(answer).toMatchObject({ outcome: 'refused', nearest: [] })
  })
})

async function until(runId: string, met: (event: RunEvent) => boolean): Promise<void> {
  const stream = await followRun(ctx, runId, { after: 0, signal: AbortSignal.timeout(10_000) })
  for await (const { event } of stream) if (met(event)) return
  throw new Error('the event did not come')
}
