import { describe, expect, it } from 'vitest'
import type { Role, WorkspaceContext } from '#lib/auth/context.ts'
import { refund, settle } from '#lib/billing/index.ts'
import { createConversation, startRun } from '#lib/chat/index.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { hold, modelCost, settleNow } from '#lib/testing/billing.ts'
import { insertAskableDocument } from '#lib/testing/chat.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { insertMembership } from '#lib/testing/factories/rows.ts'
import { createWorkspace } from '#lib/testing/factories.ts'
import { getMe } from '#lib/workspaces/index.ts'
import { exportEntries, getBalance, getUsage, listUsageEntries } from './index.ts'
import { entriesQuerySchema, type UsageEntry, usageEntryPageSchema, usageQuerySchema } from './schema.ts'

const list = async (ctx: WorkspaceContext, query: Record<string, unknown> = {}) =>
  usageEntryPageSchema.parse(await listUsageEntries(ctx, entriesQuerySchema.parse(query)))
const sums = (ctx: WorkspaceContext, query: Record<string, unknown> = {}) =>
  getUsage(ctx, usageQuerySchema.parse(query))

async function addMember(workspaceId: string, role: Role): Promise<WorkspaceContext & { userId: string }> {
  const member = await createWorkspace({ name: 'Grace Member' })
  await insertMembership({ workspaceId, userId: member.userId, role })
  return { ...member, workspaceId, role }
}

async function ask(ctx: WorkspaceContext, question: string): Promise<string> {
  const { id } = await createConversation(ctx, {})
  const run = await startRun(ctx, id, { question }, createId())
  await run.finished
  return run.runId
}

describe('what people see of the ledger', () => {
  it('names who asked, and shows the asker the question and the conversation', async () => {
    const ctx = await createWorkspace({ name: 'Ada Lovelace' })
    await insertAskableDocument(ctx, { pages: ['The ferry was built in 1911 by the Marlow yard.'] })
    const runId = await ask(ctx, 'When was the ferry built?')
    await ask(ctx, 'Which satellites did the space agency of Brazil launch?')
    const { items } = await list(ctx)
    expect(items.map(({ title, credits, balance, userName }) => [title, credits, balance, userName])).toEqual(
      [
        ['Not in the documents', 0, 49, 'Ada Lovelace'],
        ['Answer', 1, 49, 'Ada Lovelace'],
        ['Monthly grant, Free', 50, 50, null],
      ],
    )
    expect(items[1]).toMatchObject({
      kind: 'charge',
      ref: { type: 'run', id: runId },
      question: 'When was the ferry built?',
      conversation: { title: 'When was the ferry built?' },
      model: 'builtin',
    })
    expect(await list(ctx, { conversationId: items[1]?.conversation?.id })).toMatchObject({
      items: [{ id: items[1]?.id }],
    })
  })

  it('shows admins everybody’s work without what they asked, and members their own', async () => {
    const owner = await createWorkspace({ plan: 'team' })
    const [member, viewer] = [
      await addMember(owner.workspaceId, 'member'),
      await addMember(owner.workspaceId, 'viewer'),
    ]
    await insertAskableDocument(owner, { pages: ['The ferry was built in 1911 by the Marlow yard.'] })
    await ask(member, 'When was the ferry built?')
    await settleNow(await hold(owner), 500)

    const seen = (await list(owner)).items
    expect(seen.map(({ userName, credits }) => [userName, credits])).toEqual([
      ['Ada Example', 0.5],
      ['Grace Member', 1],
      [null, seen[2]?.credits],
    ])
    expect(seen[1]).toMatchObject({ question: null, conversation: { title: null } })
    expect((await list(member)).items.map(({ kind, credits }) => [kind, credits])).toEqual([
      ['charge', 1],
      ['grant', seen[2]?.credits],
    ])
    expect((await list(viewer)).items.map(({ kind }) => kind)).toEqual(['grant'])
    await expect(list(member, { userId: owner.userId })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await list(owner, { userId: member.userId })).toMatchObject({ items: [{ id: seen[1]?.id }] })

    const byMember = await sums(owner, { groupBy: 'member' })
    expect(byMember.items.map(({ name, credits }) => [name, credits])).toEqual([
      ['Grace Member', 1],
      ['Ada Example', 0.5],
    ])
    expect(await sums(member, { groupBy: 'action' })).toMatchObject({
      scope: 'own',
      items: [{ key: 'answer', credits: 1 }],
      totals: { credits: 1 },
      workspaceTotals: { credits: 1.5 },
    })
  })

  it('never shows another tenant’s entries, sums or names', async () => {
    const [mine, theirs] = [await createWorkspace(), await createWorkspace()]
    const { documentId } = await insertAskableDocument(theirs, { pages: ['abc'] })
    await settleNow(await hold(theirs, { documentId }), 1_000, [modelCost()])
    expect((await list(mine)).items.map(({ kind }) => kind)).toEqual(['grant'])
    expect((await list(mine, { documentId })).items).toEqual([])
    expect((await list(mine, { userId: theirs.userId })).items).toEqual([])
    for (const groupBy of ['day', 'member', 'action', 'document', 'conversation']) {
      expect(await sums(mine, { groupBy })).toMatchObject({ totals: { credits: 0 }, items: [] })
    }
    // An id of theirs in a row of mine says nothing of it either.
    await settleNow(await hold(mine, { documentId }), 1_000)
    expect((await list(mine)).items[0]?.document).toEqual({ id: documentId, title: null })
  })

  it('says why the balance is what it is, in the numbers of /me', async () => {
    const ctx = await createWorkspace()
    await settleNow(await hold(ctx), 412)
    await hold(ctx)
    const balance = await getBalance(ctx)
    const { credits } = (await getMe(ctx.userId, ctx.workspaceId)).active.usage
    expect(balance).toMatchObject({
      left: credits.granted - credits.used - credits.held + credits.purchased,
      held: 1,
      parts: [{ title: 'Monthly grant, Free', given: 50, used: 0.412, held: 1, revoked: 0, left: 48.588 }],
    })
    const [newest] = (await list(ctx)).items
    expect(newest?.balance).toBe(balance.left + balance.held)
  })
})

describe('sums and entries', () => {
  it('agree, day by day, for a document and after a refund', async () => {
    const ctx = await createWorkspace()
    const { documentId } = await insertAskableDocument(ctx, { pages: ['abc'] })
    const key = await hold(ctx, { action: 'reindex', amountMc: 1_480, documentId })
    await settleNow(key, 1_480, [modelCost()])
    await withTenant(ctx, (tx) => refund(tx, key, { refId: 'page-7', mc: 20 }))
    await settleNow(await hold(ctx), 1_000, [modelCost()])
    const figures = { charged: 2.48, refunded: 0.02, credits: 2.46, inputTokens: 1_600, outputTokens: 80 }
    expect(await sums(ctx)).toMatchObject({ totals: figures, items: [figures] })
    expect((await sums(ctx, { groupBy: 'document' })).items).toMatchObject([
      { key: documentId, name: 'Report.pdf', credits: 1.46 },
      { key: null, name: null, credits: 1 },
    ])
    const { items } = await list(ctx, { documentId })
    expect(items.map(({ kind, title, credits }) => [kind, title, credits])).toEqual([
      ['refund', 'Passages made anew, given back', 0.02],
      ['charge', 'Passages made anew', 1.48],
    ])
  })

  it('refuses ranges that are too long or end before they begin', () => {
    const bad = [
      { from: '2026-01-01', to: '2027-01-02' },
      { from: '2026-02-01', to: '2026-01-31' },
      { from: '2026-02-30' },
    ]
    for (const query of bad) {
      expect(usageQuerySchema.safeParse(query).success).toBe(false)
      expect(entriesQuerySchema.safeParse(query).success).toBe(false)
    }
    expect(usageQuerySchema.safeParse({ from: '2026-01-01', to: '2027-01-01' }).success).toBe(true)
  })

  it('refuses a cursor that is not ours', async () => {
    await expect(list(await createWorkspace(), { cursor: 'mine' })).rejects.toMatchObject({
      code: 'bad_request',
    })
  })

  it('hold to the days that are asked for, in UTC', async () => {
    const ctx = await createWorkspace()
    await settleNow(await hold(ctx), 1_000)
    await ownerQuery(
      `UPDATE usage_entry SET at = '2026-03-01T23:59:59.999Z' WHERE workspace_id = $1 AND kind = 'charge'`,
      [ctx.workspaceId],
    )
    expect((await list(ctx, { from: '2026-03-01', to: '2026-03-01' })).items).toHaveLength(1)
    expect((await list(ctx, { from: '2026-03-02', to: '2026-03-02' })).items).toHaveLength(0)
  })
})

describe('the table to save', () => {
  it('holds what the pages hold, read back cell by cell', async () => {
    const ctx = await createWorkspace({ name: '=HYPERLINK("x"), "Ada"\nLovelace' })
    for (let nth = 0; nth < 12; nth++) await settleNow(await hold(ctx), 100 + nth, [modelCost()])
    const refused = await hold(ctx)
    await withTenant(ctx, (tx) => settle(tx, refused, { mc: 0, ending: 'refused' }))
    const pages: UsageEntry[] = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await list(ctx, { limit: 5, ...(cursor ? { cursor } : {}) })
      pages.push(...page.items)
      cursor = page.nextCursor
    }
    const text = await new Response(await exportEntries(ctx, entriesQuerySchema.parse({}))).text()
    const [head = [], ...rows] = parseCsv(text)
    expect(rows).toHaveLength(14)
    const read = rows.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at]])))
    expect(
      read.map((row) => ({
        ...{ id: row['Entry id'], at: row['When (UTC)'], kind: row.Kind, explanation: row.Why },
        ...{ credits: Number(row.Credits), balance: Number(row['Balance after']) },
        inputTokens: row['Tokens read'] === '' ? null : Number(row['Tokens read']),
      })),
    ).toEqual(
      pages.map(({ id, at, kind, credits, balance, explanation, inputTokens }) => ({
        ...{ id, at, kind, balance, explanation, inputTokens },
        // A charge takes away: the column adds up to what is left.
        credits: kind === 'charge' ? -credits : credits,
      })),
    )
    expect(read.reduce((mc, row) => mc + Math.round(Number(row.Credits) * 1_000), 0)).toBe(
      Math.round((pages[0]?.balance ?? 0) * 1_000),
    )
    // A spreadsheet would run it: the apostrophe makes it a text.
    expect(read[0]?.Who).toBe(`'${pages[0]?.userName}`)
  })
})

/** RFC 4180, as a spreadsheet reads it. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}
