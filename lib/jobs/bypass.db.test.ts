import { beforeAll, describe, expect, it } from 'vitest'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { openMeter } from '#lib/billing/index.ts'
import { PRICES } from '#lib/billing/plans.ts'
import { createConversation, startRun } from '#lib/chat/index.ts'
import { getDocument, reindexDocument, retryDocument } from '#lib/documents/index.ts'
import { createId } from '#lib/platform/id.ts'
import { startQueue } from '#lib/platform/queue/index.ts'
import { insertAccount, listEntries, meterSpec } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { addDocument, ingest } from '#lib/testing/documents.ts'
import { putAtWall, WALLS, type Wall } from '#lib/testing/paywall.ts'
import { readWorkspaceState } from '#lib/testing/workspace-state.ts'
import { JOBS } from './bind-jobs.ts'
import { createJobContext } from './context.ts'

const NAMES = Object.keys(WALLS).filter((name): name is Wall => name in WALLS)

/** The contexts that services can be called in, by where the call came from. */
const SURFACES: Record<string, (ctx: WorkspaceContext) => WorkspaceContext> = {
  session: (ctx) => ctx,
  'API key': (ctx) => ({ ...ctx, surface: 'api', apiKeyId: createId() }),
  MCP: (ctx) => ({ ...ctx, surface: 'mcp', apiKeyId: createId() }),
}
const words = (topic: string) => ({
  name: `${topic}.txt`,
  bytes: `Of the ${topic} much is told.`,
  type: 'text/plain',
})

/** Somebody at a wall who has a document that is ready, and a conversation. */
async function arrange(wall: Wall | null) {
  const ctx = await insertAccount({ plan: 'pro' })
  const { id, versionId } = await addDocument(ctx, words('crane'))
  await ingest(ctx, versionId)
  const conversation = await createConversation(ctx, {})
  if (wall) await putAtWall(ctx, wall)
  return { ctx, documentId: id, versionId, conversationId: conversation.id }
}
type Arranged = Awaited<ReturnType<typeof arrange>>

/** Every service behind a price above 0. */
const PRICED: Record<string, (ctx: WorkspaceContext, at: Arranged) => Promise<unknown>> = {
  answer: (ctx, { conversationId }) =>
    startRun(ctx, conversationId, { question: 'What is told?' }, createId()),
  reindex: (ctx, { documentId }) =>
    reindexDocument(ctx, documentId, { chunkSize: 'small', idempotencyKey: createId() }),
}

beforeAll(() => startQueue('web'))

describe('every job', () => {
  it('says what of the plan it asks for, or why for nothing', async () => {
    for (const { name, charge } of JOBS) {
      expect([name, 'meter' in charge || charge.free.length > 0]).toEqual([name, true])
    }
    const queues = await ownerQuery<{ name: string }>(
      "SELECT name FROM pgboss.queue WHERE name NOT LIKE '\\_\\_pgboss%' ORDER BY name",
    )
    expect(JOBS.map(({ name }) => name).sort()).toEqual(queues.map(({ name }) => name))
  })

  it('that is metered is one of those below', () => {
    expect(JOBS.filter(({ charge }) => 'meter' in charge).map(({ name }) => name)).toEqual(['ingest'])
  })
})

describe('every price above 0', () => {
  it('has a service here, or no door yet', () => {
    const priced = Object.entries(PRICES).filter(([, price]) => price !== 0)
    const withoutDoor = ['questionMindMap', 'documentMindMap', 'ocrPage', 'summary']
    const names = priced.map(([name]) => name).filter((name) => !withoutDoor.includes(name))
    expect(names.sort()).toEqual(Object.keys(PRICED).sort())
  })
})

describe.each(NAMES)('at the wall of %s', (wall) => {
  it.each(Object.keys(SURFACES))(
    'nothing is sold to a caller by %s, and nothing changes',
    async (surface) => {
      const at = await arrange(wall)
      const ctx = SURFACES[surface]?.(at.ctx) ?? at.ctx
      const before = await readWorkspaceState(ctx.workspaceId)
      for (const [name, call] of Object.entries(PRICED)) {
        await expect(call(ctx, at), name).rejects.toMatchObject({ code: WALLS[wall], status: 402 })
        expect([name, await readWorkspaceState(ctx.workspaceId)]).toEqual([name, before])
      }
    },
  )

  it('nothing is sold to a job, also when it is tried again', async () => {
    const { ctx } = await arrange(wall)
    const job = createJobContext(ctx.workspaceId, createId())
    const before = await readWorkspaceState(ctx.workspaceId)
    const spec = meterSpec({ action: 'reindex' })
    for (const _try of [1, 2]) {
      await expect(openMeter(job, spec)).rejects.toMatchObject({ code: WALLS[wall] })
      expect(await readWorkspaceState(ctx.workspaceId)).toEqual(before)
    }
  })
})

describe('ingestion, which costs nothing', () => {
  it('goes on without credits, and so does trying again', async () => {
    const ctx = await insertAccount({ plan: 'pro' })
    const { id, versionId } = await addDocument(ctx, words('quay'))
    await putAtWall(ctx, 'zeroCredits')
    await ownerQuery(
      `UPDATE document_version SET status = 'failed', failure_code = 'internal' WHERE id = $1`,
      [versionId],
    )
    await ownerQuery(
      `UPDATE workspace_stock SET value = value - 1 WHERE workspace_id = $1 AND key = 'documents'`,
      [ctx.workspaceId],
    )
    await retryDocument(ctx, id)
    await ingest(ctx, versionId)
    expect((await getDocument(ctx, id)).status).toBe('ready')
    expect(await listEntries(ctx.workspaceId, 'charge')).toEqual([])
  })

  it.each(['readOnly', 'hold'] as const)('stores nothing of what waits at the wall of %s', async (wall) => {
    const ctx = await insertAccount({ plan: 'pro' })
    const { id, versionId } = await addDocument(ctx, words('harbour'))
    await putAtWall(ctx, wall)
    await ingest(ctx, versionId).catch(() => undefined)
    expect((await getDocument(ctx, id)).status).not.toBe('ready')
    const stored = await ownerQuery('SELECT 1 FROM document_page WHERE workspace_id = $1', [ctx.workspaceId])
    expect(stored).toEqual([])
  })
})

describe('a caller by API key', () => {
  it('stands in the ledger with its key', async () => {
    const { ctx, conversationId } = await arrange(null)
    const apiKeyId = createId()
    const run = await startRun(
      { ...ctx, surface: 'api', apiKeyId },
      conversationId,
      { question: 'What is told of the crane?' },
      createId(),
    )
    await run.finished
    const rows = await ownerQuery(
      `SELECT DISTINCT api_key_id AS "apiKeyId", surface FROM usage_entry WHERE workspace_id = $1 AND action = 'answer'`,
      [ctx.workspaceId],
    )
    expect(rows).toEqual([{ apiKeyId, surface: 'api' }])
  })
})
