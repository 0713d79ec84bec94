import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { assertLedgerHolds } from '#lib/testing/billing.ts'
import { postAuth, request } from '#lib/testing/http.ts'
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
import { findChild, gone } from '#lib/testing/processes.ts'
import { startTestStack, type TestStack } from '#lib/testing/stack.ts'
import { assertIngested, passagesOf } from './assert-ingested.ts'
import { makeRandomPdf, type RandomPdf } from './random-pdf.ts'
import { type SecondProcess, startSecondWeb, startSecondWorker } from './second-processes.ts'

const START_MS = 180_000
const CRASH_MS = 240_000
const ROUNDS = 3
const TUS = { 'tus-resumable': '1.0.0' }

let stack: TestStack
let secondWeb: Awaited<ReturnType<typeof startSecondWeb>>
let secondWorker: SecondProcess
let pdf: RandomPdf
/** Has one document that answers questions. */
let reader: Session
/** Its passages, read without a crash. */
let undisturbed: string

beforeAll(async () => {
  pdf = await makeRandomPdf(60)
  stack = await startTestStack(undefined, { BUILTIN_MODEL_PAUSE_MS: '400' })
  secondWeb = await startSecondWeb(stack)
  secondWorker = await startSecondWorker(stack)
  reader = await createSession({ plan: 'pro' })
  const { id, versionId } = await addDocumentOverHttp(reader, file())
  expect(await documentWhen(atSecond(reader), id, isSettled)).toMatchObject({
    status: 'ready',
    failure: null,
  })
  undisturbed = await passagesOf(versionId)
}, START_MS)

afterAll(async () => {
  await Promise.allSettled([secondWeb?.stop(), secondWorker?.stop()])
  await stack?.remove()
}, 60_000)

describe('two web processes on one database', () => {
  it('share sessions: who signs out at one is signed out at both', async () => {
    const session = await createSession()
    const statusOf = async (at: Session) => (await request('/api/user/me', at)).status
    expect([await statusOf(session), await statusOf(atSecond(session))]).toEqual([200, 200])
    const { cookie } = session
    await postAuth('signout', {}, { cookie, via: secondWeb.url, headers: { origin: stack.url } })
    expect([await statusOf(session), await statusOf(atSecond(session))]).toEqual([401, 401])
  })

  it('take halves of one upload, and show the document that either made of it', async () => {
    const session = await createSession()
    const other = { name: 'halves.pdf', bytes: (await makeRandomPdf(3)).bytes }
    const half = Math.floor(other.bytes.length / 2)
    const created = await tus(session, '/api/uploads', { method: 'POST', headers: tusHeaders(other) })
    const location = created.headers.get('location') ?? ''
    const patch = (at: Session, offset: number, body: Uint8Array<ArrayBuffer>) =>
      tus(at, location, {
        method: 'PATCH',
        headers: {
          ...TUS,
          'upload-offset': String(offset),
          'content-type': 'application/offset+octet-stream',
        },
        body,
      })
    const bytes = new Uint8Array(other.bytes)
    expect((await patch(session, 0, bytes.slice(0, half))).status).toBe(204)
    expect((await patch(atSecond(session), half, bytes.slice(half))).status).toBe(204)
    const body = { uploadId: location.split('/').at(-1) }
    const made = await request('/api/documents', { method: 'POST', ...session, body })
    const { versionId, status } = await documentWhen(atSecond(session), made.json.id, isSettled)
    expect(status).toBe('ready')
    await assertIngested(session.workspaceId, versionId)
  })

  it('share the counts of calls: what one has counted is gone at the other', async () => {
    const session = await createSession()
    const search = (at: Session) =>
      request('/api/retrieval', { method: 'POST', ...at, body: { question: 'Which limit is shared?' } })
    const left = async (at: Session) => Number((await search(at)).headers.get('ratelimit-remaining'))
    const first = await left(session)
    expect([await left(atSecond(session)), await left(session)]).toEqual([first - 1, first - 2])
    const rest = Array.from({ length: first }, (_, at) => search(at % 2 === 0 ? session : atSecond(session)))
    const statuses = (await Promise.all(rest)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 429)).toHaveLength(2)
    expect((await search(session)).status).toBe(429)
    expect((await search(atSecond(session))).status).toBe(429)
  })

  it('show the events of one answer alike, each once and in order', async () => {
    const run = await ask()
    const [first, second] = await Promise.all([
      collect(followOverHttp(reader, run.runId)),
      collect(followOverHttp(atSecond(reader), run.runId)),
    ])
    expect(second).toEqual(first)
    expect(first.map(({ seq }) => seq)).toEqual(first.map((_, at) => at + 1))
    expect(first.at(-1)?.event).toBe('done')
    await assertLedgerHolds(reader.workspaceId)
  })

  it('stop the answer that the other one writes', async () => {
    const run = await ask()
    const seen: SeenEvent[] = []
    for await (const event of followOverHttp(reader, run.runId)) {
      seen.push(event)
      if (seen.filter((one) => one.event === 'delta').length !== 1) continue
      const stopped = await request(`/api/chat/runs/${run.runId}/stop`, {
        method: 'POST',
        ...atSecond(reader),
      })
      expect(stopped.status).toBeLessThan(300)
    }
    expect(seen.at(-1)).toMatchObject({ event: 'done', data: { message: { outcome: 'stopped' } } })
    expect(await collect(followOverHttp(atSecond(reader), run.runId))).toEqual(seen)
    await assertLedgerHolds(reader.workspaceId)
  })
})

describe('two workers on one database', () => {
  it.each(Array.from({ length: ROUNDS }, (_, at) => at + 1))(
    'lose and double nothing when the one that reads is killed, round %i',
    {
      timeout: CRASH_MS,
    },
    async () => {
      const sessions = await Promise.all([createSession({ plan: 'pro' }), createSession({ plan: 'pro' })])
      const made = await Promise.all(sessions.map((session) => addDocumentOverHttp(session, file())))
      await killOneThatReads()
      for (const [at, session] of sessions.entries()) {
        const { id, versionId } = made[at] ?? { id: '', versionId: '' }
        const document = await documentWhen(atSecond(session), id, isSettled, CRASH_MS)
        expect(document).toMatchObject({ status: 'ready', failure: null, pagesDone: pdf.pageCount })
        await assertIngested(session.workspaceId, versionId)
        expect(await passagesOf(versionId)).toBe(undisturbed)
        await assertLedgerHolds(session.workspaceId)
      }
    },
  )
})

function atSecond(session: Session): Session {
  return { ...session, via: secondWeb.url }
}

function file() {
  return { name: 'long.pdf', bytes: pdf.bytes }
}

function ask() {
  return askOverHttp(reader, `Who is the keeper of the ${pdf.fact.subject} archive?`)
}

/** The launcher starts its worker again by itself; the second one is started again here. */
async function killOneThatReads(): Promise<void> {
  const pids = [secondWorker.pid, stack.pid('worker')]
  const reading = await vi.waitFor(
    () => {
      const found = pids.find((pid) => findChild(pid, 'parse/child/main.ts'))
      if (!found) throw new Error('nobody reads')
      return found
    },
    { timeout: 60_000, interval: 10 },
  )
  process.kill(reading, 'SIGKILL')
  await gone([reading])
  if (reading === secondWorker.pid) secondWorker = await startSecondWorker(stack)
  else await stack.replaced('worker', reading)
}

async function collect(events: AsyncGenerator<SeenEvent>): Promise<SeenEvent[]> {
  const seen: SeenEvent[] = []
  for await (const event of events) seen.push(event)
  return seen
}
