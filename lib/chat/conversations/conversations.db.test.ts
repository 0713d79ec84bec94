import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import {
  createConversation,
  getCitation,
  getConversation,
  listConversations,
  overrideChatModel,
  restoreConversation,
  startRun,
  stopRun,
  trashConversation,
  updateConversation,
} from '#lib/chat/index.ts'
import { RUNS_PER_WORKSPACE } from '#lib/chat/runs/limits.ts'
import { createId } from '#lib/platform/id.ts'
import { insertAccount } from '#lib/testing/billing.ts'
import { insertAskableDocument, scriptModel } from '#lib/testing/chat.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { insertMembership, insertUser } from '#lib/testing/factories/rows.ts'

let ctx: WorkspaceContext
beforeEach(async () => {
  ctx = await insertAccount({ plan: 'pro' })
})
afterEach(() => overrideChatModel(null))

async function ask(conversationId: string, question: string, scope?: { documentIds: string[] }) {
  const run = await startRun(ctx, conversationId, { question, ...(scope && { scope }) }, createId())
  await run.finished
  const { messages } = await getConversation(ctx, conversationId)
  const answer = messages.find((message) => message.id === run.messageId)
  if (!answer) throw new Error('no answer')
  return answer
}

describe('conversations', () => {
  it('lists the last used first, page by page, without the trash', async () => {
    const ids: string[] = []
    for (let count = 0; count < 5; count++) {
      ids.push((await createConversation(ctx, {})).id)
      await ask(ids[count] ?? '', 'What is it about?')
    }
    await ask(ids[0] ?? '', 'What is the first one about?')
    await trashConversation(ctx, ids[3] ?? '')
    const first = await listConversations(ctx, { limit: 2 })
    const second = await listConversations(ctx, { limit: 2, cursor: first.nextCursor ?? '' })
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([ids[0], ids[4], ids[2], ids[1]])
    expect(second.nextCursor).toBeNull()
    const id = createId()
    for (const cursor of ['mine', `9999-99-99T99:99:99Z_${id}`, `0000-01-01T00:00:00Z_${id}`])
      await expect(listConversations(ctx, { cursor })).rejects.toMatchObject({ code: 'bad_request' })
  })

  it('lists none that nothing was asked in', async () => {
    const { id } = await createConversation(ctx, {})
    expect((await listConversations(ctx, {})).items).toEqual([])
    await ask(id, 'What is it about?')
    expect((await listConversations(ctx, {})).items).toMatchObject([{ id }])
  })

  it('gives its newest messages, oldest first, and the earlier ones page by page', async () => {
    const { id } = await createConversation(ctx, {})
    for (const question of ['One?', 'Two?', 'Three?']) await ask(id, question)
    const all = await getConversation(ctx, id)
    expect(all.messages.map(({ text, role }) => role === 'user' && text)).toEqual(
      ['One?', 'Two?', 'Three?'].flatMap((question) => [question, false]),
    )
    expect(all.earlierCursor).toBeNull()

    const newest = await getConversation(ctx, id, { limit: 2 })
    expect(newest.messages).toEqual(all.messages.slice(4))
    const earlier = await getConversation(ctx, id, { limit: 2, cursor: newest.earlierCursor ?? '' })
    expect(earlier.messages).toEqual(all.messages.slice(2, 4))
    const first = await getConversation(ctx, id, { limit: 2, cursor: earlier.earlierCursor ?? '' })
    expect(first.messages).toEqual(all.messages.slice(0, 2))
    expect(first.earlierCursor).toBeNull()
    await expect(getConversation(ctx, id, { cursor: 'mine' })).rejects.toMatchObject({ code: 'bad_request' })
  })

  it('takes its title from the first question, once', async () => {
    const { id } = await createConversation(ctx, {})
    await ask(id, `Why   is the harbour ${'so very '.repeat(20)}deep?\nPlease tell.`)
    await ask(id, 'And now?')
    const { title } = await getConversation(ctx, id)
    expect(title).toMatch(/^Why is the harbour so very .*…$/)
    expect(title.length).toBeLessThanOrEqual(81)
    expect((await updateConversation(ctx, id, { title: 'Harbour' })).title).toBe('Harbour')
  })

  it('comes back from the trash with its citations', async () => {
    await insertAskableDocument(ctx, { pages: ['The crane lifts forty tons of coal.'] })
    const { id } = await createConversation(ctx, {})
    const answer = await ask(id, 'How many tons of coal does the crane lift?')
    const citation = answer.citations[0]
    expect(await getCitation(ctx, citation?.id ?? '')).toEqual(citation)
    await trashConversation(ctx, id)
    await expect(getConversation(ctx, id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(getCitation(ctx, citation?.id ?? '')).rejects.toMatchObject({ code: 'not_found' })
    await expect(ask(id, 'Still there?')).rejects.toMatchObject({ code: 'not_found' })
    await restoreConversation(ctx, id)
    expect((await getConversation(ctx, id)).messages.at(-1)?.citations).toEqual([citation])
  })

  it('belongs to one person, also inside one workspace', async () => {
    const { id } = await createConversation(ctx, {})
    const colleague = await insertUser()
    await insertMembership({ workspaceId: ctx.workspaceId, userId: colleague.id, role: 'admin' })
    const other: WorkspaceContext = { ...ctx, userId: colleague.id, role: 'admin' }
    await expect(getConversation(other, id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(trashConversation(other, id)).rejects.toMatchObject({ code: 'not_found' })
    expect((await listConversations(other, {})).items).toEqual([])
  })

  it('lets a viewer read and not ask', async () => {
    const { id } = await createConversation(ctx, {})
    const viewer: WorkspaceContext = { ...ctx, role: 'viewer' }
    expect((await getConversation(viewer, id)).id).toBe(id)
    await expect(startRun(viewer, id, { question: 'May I?' }, createId())).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})

describe('scope', () => {
  it('asks the named documents only', async () => {
    const coal = await insertAskableDocument(ctx, {
      name: 'coal.pdf',
      pages: ['The old crane lifts forty tons of coal.'],
    })
    const ore = await insertAskableDocument(ctx, {
      name: 'ore.pdf',
      pages: ['The old crane lifts ninety tons of ore.'],
    })
    const { id } = await createConversation(ctx, { scope: { documentIds: [ore.documentId] } })
    const question = 'How many tons does the old crane lift?'
    expect((await ask(id, question)).citations.map(({ documentName }) => documentName)).toEqual(['ore.pdf'])
    const other = await ask(id, question, { documentIds: [coal.documentId] })
    expect(other.citations.map(({ documentName }) => documentName)).toEqual(['coal.pdf'])
  })

  it('takes no document of another workspace and none in the trash', async () => {
    const stranger = await insertAccount()
    const foreign = await insertAskableDocument(stranger, { pages: ['Secret.'] })
    const scope = { documentIds: [foreign.documentId] }
    await expect(createConversation(ctx, { scope })).rejects.toMatchObject({ code: 'not_found' })
    const { id } = await createConversation(ctx, {})
    await expect(ask(id, 'What is secret?', scope)).rejects.toMatchObject({ code: 'not_found' })
    await expect(updateConversation(ctx, id, { scope })).rejects.toMatchObject({ code: 'not_found' })
    expect((await getConversation(ctx, id)).messages).toEqual([])
  })

  it('asks nothing else instead when all documents of the scope are gone', async () => {
    const coal = await insertAskableDocument(ctx, { pages: ['The old crane lifts forty tons of coal.'] })
    const { id } = await createConversation(ctx, { scope: { documentIds: [coal.documentId] } })
    await ownerQuery('UPDATE document SET trashed_at = now() WHERE id = $1', [coal.documentId])
    await expect(ask(id, 'How many tons does it lift?')).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('footnotes', () => {
  it('splits a quote across a page break into two rows with one marker', async () => {
    const pages = [
      'The crane was built in 1881. It is certain that the crane',
      'lifts forty tons of coal a day. Gulls nest there.',
    ]
    await insertAskableDocument(ctx, {
      pages,
      passages: [{ pageStart: 1, charStart: 0, pageEnd: 2, charEnd: 49 }],
    })
    const { id } = await createConversation(ctx, {})
    overrideChatModel(scriptModel(['“It is certain that the crane lifts forty tons of coal a day.” [1]']))
    const answer = await ask(id, 'How many tons of coal does the crane lift a day?')
    expect(
      answer.citations.map(({ marker, page, quote, verdict }) => ({ marker, page, quote, verdict })),
    ).toEqual([
      { marker: 1, page: 1, quote: 'It is certain that the crane', verdict: 'exact' },
      { marker: 1, page: 2, quote: 'lifts forty tons of coal a day', verdict: 'exact' },
    ])
    for (const { page, charStart, charEnd, quote, rects } of answer.citations) {
      expect(pages[page - 1]?.slice(charStart, charEnd)).toBe(quote)
      expect(rects).toHaveLength(1)
    }
    expect(answer.citations[1]).toMatchObject({ before: '', after: '.' })
  })

  it('keeps the number of a quote that is cited twice', async () => {
    await insertAskableDocument(ctx, {
      pages: ['The crane lifts forty tons of coal a day. Gulls nest on the long pier.'],
    })
    const { id } = await createConversation(ctx, {})
    const coal = 'The crane lifts forty tons of coal a day. [1]'
    overrideChatModel(scriptModel([`${coal} Gulls nest on the long pier. [1] ${coal}`]))
    const answer = await ask(id, 'How many tons of coal does the crane lift a day?')
    expect(answer.citations.map(({ marker }) => marker)).toEqual([1, 2])
    const [first, , third] = answer.sentences
    expect(third?.citationIds).toEqual(first?.citationIds)
  })
})

describe('limits', () => {
  it('writes so many answers at once in a workspace and asks the next one to wait', async () => {
    await insertAskableDocument(ctx, { pages: ['The crane lifts forty tons of coal.'] })
    const { id } = await createConversation(ctx, {})
    overrideChatModel(scriptModel(['hang']))
    const question = 'How many tons of coal does the crane lift?'
    const tries = Array.from({ length: RUNS_PER_WORKSPACE + 4 }, () =>
      startRun(ctx, id, { question }, createId()),
    )
    const results = await Promise.allSettled(tries)
    const started = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(started).toHaveLength(RUNS_PER_WORKSPACE)
    for (const error of refused) {
      expect(error).toMatchObject({
        code: 'concurrency_limited',
        status: 429,
        extensions: { retryAfterSeconds: 5 },
      })
    }
    await Promise.all(started.map(({ runId }) => stopRun(ctx, runId)))
    await Promise.all(started.map(({ finished }) => finished))
    expect((await getConversation(ctx, id)).messages).toHaveLength(2 * RUNS_PER_WORKSPACE)
  })
})
