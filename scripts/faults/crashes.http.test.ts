import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { assertLedgerHolds, type LedgerState } from '#lib/testing/billing.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { request } from '#lib/testing/http.ts'
import {
  addDocumentOverHttp,
  askOverHttp,
  createSession,
  documentWhen,
  followOverHttp,
  isSettled,
  type SeenEvent,
  type Session,
  tus,
  tusHeaders,
} from '#lib/testing/http-documents.ts'
import { findChild } from '#lib/testing/processes.ts'
import { startTestStack, type TestStack } from '#lib/testing/stack.ts'
import { assertIngested, passagesOf } from './assert-ingested.ts'
import { makeRandomPdf, type RandomPdf } from './random-pdf.ts'

const CRASH_MS = 180_000

let stack: TestStack
let pdf: RandomPdf
/** The passages of the same bytes, read without a crash. */
let undisturbed: string
const sessions: Session[] = []
/** Of whoever has read it without a crash. */
let reader: Session

beforeAll(async () => {
  pdf = await makeRandomPdf(90)
  stack = await startTestStack(undefined, { BUILTIN_MODEL_PAUSE_MS: '400' })
  // All of them now: the database client of this process would not get over a crash as the product's does.
  for (let at = 0; at < 6; at++) sessions.push(await createSession({ plan: 'pro' }))
  reader = next()
  const { id, versionId } = await addDocumentOverHttp(reader, file())
  expect(await documentWhen(reader, id, isSettled)).toMatchObject({ status: 'ready', failure: null })
  undisturbed = await passagesOf(versionId)
}, CRASH_MS)

afterAll(async () => {
  await stack?.remove()
}, 60_000)

describe('a SIGKILL while a document is read', () => {
  it('of the worker: another one goes on, and nothing is lost or doubled', {
    timeout: CRASH_MS,
  }, async () => {
    const session = next()
    const { id, versionId } = await addDocumentOverHttp(session, file())
    await documentWhen(session, id, ({ pagesDone }) => pagesDone > 0)
    const killed = await stack.kill('worker')
    await stack.replaced('worker', killed)
    await expectWhole(session, id, versionId)
  })

  it('of the worker between two batches of passages: the index has each once', {
    timeout: CRASH_MS,
  }, async () => {
    const session = next()
    const { id, versionId } = await addDocumentOverHttp(session, file())
    await vi.waitFor(
      async () => {
        const [row] = await ownerQuery<{ count: number }>(
          'SELECT count(*)::int FROM chunk WHERE version_id = $1',
          [versionId],
        )
        expect(row?.count).toBeGreaterThan(0)
      },
      { timeout: 60_000, interval: 10 },
    )
    const killed = await stack.kill('worker')
    await stack.replaced('worker', killed)
    await expectWhole(session, id, versionId)
  })

  it('of the parser: the document says so, and Retry reads it whole', { timeout: CRASH_MS }, async () => {
    const session = next()
    const { id, versionId } = await addDocumentOverHttp(session, file())
    const parser = await vi.waitFor(
      () => {
        const pid = findChild(stack.pid('worker'), 'parse/child/main.ts')
        if (!pid) throw new Error('no parser runs')
        return pid
      },
      { timeout: 30_000, interval: 10 },
    )
    process.kill(parser, 'SIGKILL')
    const settled = await documentWhen(session, id, isSettled)
    if (settled.status === 'failed') {
      expect(settled.failure?.retryable).toBe(true)
      const retried = await request(`/api/documents/${id}/retry`, { method: 'POST', ...session })
      expect(retried.status).toBe(202)
    }
    await expectWhole(session, id, versionId)
  })

  it('of the database, or a cut of all connections to it: the worker tries again', {
    timeout: CRASH_MS,
  }, async () => {
    const session = next()
    const { id, versionId } = await addDocumentOverHttp(session, file())
    await documentWhen(session, id, ({ pagesDone }) => pagesDone > 0)
    await stack.crashDatabase()
    await expectWhole(session, id, versionId)
  })

  it('of the web server: what was accepted is read all the same', { timeout: CRASH_MS }, async () => {
    const session = next()
    const { id, versionId } = await addDocumentOverHttp(session, file())
    await documentWhen(session, id, ({ pagesDone }) => pagesDone > 0)
    const killed = await stack.kill('web')
    await stack.replaced('web', killed)
    await expectWhole(session, id, versionId)
  })
})

describe('a SIGKILL of the web server', () => {
  it('in the middle of an upload: what arrived is kept, and the rest can follow', {
    timeout: CRASH_MS,
  }, async () => {
    const session = reader
    const other = { name: 'other.pdf', bytes: (await makeRandomPdf(4)).bytes }
    const half = Math.floor(other.bytes.length / 2)
    const created = await tus(session, '/api/uploads', { method: 'POST', headers: tusHeaders(other) })
    const location = created.headers.get('location') ?? ''
    const patch = (offset: number, body: Uint8Array<ArrayBuffer>) =>
      tus(session, location, {
        method: 'PATCH',
        headers: {
          'tus-resumable': '1.0.0',
          'upload-offset': String(offset),
          'content-type': 'application/offset+octet-stream',
        },
        body,
      })
    const bytes = new Uint8Array(other.bytes)
    expect((await patch(0, bytes.slice(0, half))).status).toBe(204)
    const killed = await stack.kill('web')
    await stack.replaced('web', killed)
    const head = await whenUp(() =>
      tus(session, location, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } }),
    )
    expect(head.headers.get('upload-offset')).toBe(String(half))
    expect((await patch(half, bytes.slice(half))).headers.get('upload-offset')).toBe(String(bytes.length))
    const uploadId = location.split('/').at(-1)
    const made = await request('/api/documents', { method: 'POST', ...session, body: { uploadId } })
    const { versionId } = await documentWhen(session, made.json.id, isSettled)
    await assertIngested(session.workspaceId, versionId)
  })

  it('in the middle of an answer: the run ends as interrupted, keeps its text and is free', {
    timeout: CRASH_MS,
  }, async () => {
    const { run, before, last } = await askUntilText()
    const killed = await stack.kill('web')
    await stack.replaced('web', killed)

    const rest = await followToTheEnd(run.runId, last)
    expect(rest.at(-1)).toMatchObject({ event: 'error', data: { problem: { code: 'interrupted' } } })
    expect(rest.at(-1)?.seq).toBeGreaterThan(last)

    const view = await request(`/api/chat/runs/${run.runId}`, reader)
    expect(view.json).toMatchObject({ state: 'interrupted', receipt: null })
    const { json } = await request(`/api/chat/conversations/${run.conversationId}`, reader)
    expect(json.messages).toHaveLength(2)
    expect(json.messages[1]).toMatchObject({ outcome: 'interrupted', runId: run.runId })
    expect(json.messages[1].text.length).toBeGreaterThan(0)

    const after = await assertLedgerHolds(reader.workspaceId)
    expect(after).toEqual({ ...before, reservedMc: 0, heldMc: 0 })
    expect(await reservationOf(run.runId)).toEqual({ state: 'released', settledMc: null })
  })
})

describe('a SIGKILL in the middle of an answer', () => {
  it('of the worker: the answer is written to its end and charged once', {
    timeout: CRASH_MS,
  }, async () => {
    const { run, before, last } = await askUntilText()
    const killed = await stack.kill('worker')
    await stack.replaced('worker', killed)
    await expectAnswered(run.runId, last, before)
  })

  it('of the database, or a cut of all connections to it: the answer is kept and charged once', {
    timeout: CRASH_MS,
  }, async () => {
    const { run, before, last } = await askUntilText()
    await stack.crashDatabase()
    await expectAnswered(run.runId, last, before)
  })
})

/** Asks, and leaves the stream when some text has come. */
async function askUntilText() {
  const before = await assertLedgerHolds(reader.workspaceId)
  const run = await askOverHttp(reader, `Who is the keeper of the ${pdf.fact.subject} archive?`)
  const seen: SeenEvent[] = []
  // Two pieces of text apart: by then the first has been written to the database.
  await collectUntil(followOverHttp(reader, run.runId), seen, () => {
    return seen.filter(({ event }) => event === 'delta').length === 3
  })
  expect(await reservationOf(run.runId)).toEqual({ state: 'held', settledMc: null })
  return { run, before, last: seen.at(-1)?.seq ?? 0 }
}

async function followToTheEnd(runId: string, after: number): Promise<SeenEvent[]> {
  return whenUp(async () => {
    const rest: SeenEvent[] = []
    for await (const event of followOverHttp(reader, runId, after)) rest.push(event)
    if (!['done', 'error'].includes(rest.at(-1)?.event ?? '')) throw new Error('the stream was cut')
    return rest
  })
}

async function expectAnswered(runId: string, last: number, before: LedgerState): Promise<void> {
  const rest = await followToTheEnd(runId, last)
  expect(rest.at(-1)).toMatchObject({ event: 'done', data: { message: { outcome: 'answered' } } })
  const view = await whenUp(() => request(`/api/chat/runs/${runId}`, reader))
  expect(view.json).toMatchObject({ state: 'done', receipt: { credits: 1 } })
  const { usedMc, chargedMc, ...others } = before
  expect(await assertLedgerHolds(reader.workspaceId)).toEqual({
    ...{ ...others, reservedMc: 0, heldMc: 0 },
    ...{ usedMc: usedMc + 1_000, chargedMc: chargedMc + 1_000 },
  })
  expect(await reservationOf(runId)).toEqual({ state: 'settled', settledMc: 1_000 })
}

async function reservationOf(runId: string) {
  const [row] = await ownerQuery(
    'SELECT state, settled_mc::int AS "settledMc" FROM quota_reservation WHERE ref_id = $1',
    [runId],
  )
  return row
}

function next(): Session {
  const session = sessions.shift()
  if (!session) throw new Error('make more sessions in beforeAll')
  return session
}

function file() {
  return { name: 'long.pdf', bytes: pdf.bytes }
}

async function expectWhole(session: Session, id: string, versionId: string): Promise<void> {
  const document = await documentWhen(session, id, isSettled)
  expect(document).toMatchObject({ status: 'ready', pageCount: pdf.pageCount, pagesDone: pdf.pageCount })
  await assertIngested(session.workspaceId, versionId)
  expect(await passagesOf(versionId)).toBe(undisturbed)
  await assertLedgerHolds(session.workspaceId)
}

async function collectUntil(
  events: AsyncGenerator<SeenEvent>,
  seen: SeenEvent[],
  isEnough: () => boolean,
): Promise<void> {
  for await (const event of events) {
    seen.push(event)
    if (isEnough()) return
  }
}

/** Asks again while the server is away. */
function whenUp<T>(ask: () => Promise<T>): Promise<T> {
  return vi.waitFor(ask, { timeout: 60_000, interval: 100 })
}
