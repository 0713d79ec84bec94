import { beforeAll, describe, expect, it, vi } from 'vitest'
import { parseEvents } from '#lib/api-client/parse-events.ts'
import type { ConversationDetail, RunEvent } from '#lib/chat/schema.ts'
import { createId } from '#lib/platform/id.ts'
import { baseUrl, createTenant, type HttpCall, request } from '#lib/testing/http.ts'

const TEXT =
  'The harbour of Vale was dug in 1881 by four hundred men.\n\nThe steam crane on the quay lifts forty tons of coal a day.\n'
const QUESTION = 'How many tons of coal does the steam crane lift a day?'

let tenant: Awaited<ReturnType<typeof createTenant>>
let conversationId: string

beforeAll(async () => {
  tenant = await createTenant()
  await addDocument('harbour.txt', TEXT)
  const made = await call('/api/chat/conversations', { method: 'POST', body: {} })
  expect(made.status).toBe(201)
  conversationId = made.json.id
}, 120_000)

const call = (path: string, options: HttpCall = {}) =>
  request(path, {
    ...options,
    cookie: tenant.cookie,
    workspaceId: tenant.workspaceId,
    headers: { origin: baseUrl(), ...options.headers },
  })

const ask = (body: unknown, key: string = createId()) =>
  call(`/api/chat/conversations/${conversationId}/runs`, {
    method: 'POST',
    body,
    headers: { 'idempotency-key': key },
  })

async function addDocument(filename: string, text: string): Promise<void> {
  const base64 = (value: string) => Buffer.from(value).toString('base64')
  const upload = await call('/api/uploads', {
    method: 'POST',
    body: text,
    headers: {
      'tus-resumable': '1.0.0',
      'upload-length': String(Buffer.byteLength(text)),
      'upload-metadata': `filename ${base64(filename)},filetype ${base64('text/plain')}`,
      'content-type': 'application/offset+octet-stream',
    },
  })
  const uploadId = upload.headers.get('location')?.split('/').at(-1)
  const made = await call('/api/documents', { method: 'POST', body: { uploadId } })
  expect(made.status, made.text).toBe(202)
  const isReady = async () => {
    expect((await call(`/api/documents/${made.json.id}`)).json.status).toBe('ready')
  }
  await vi.waitFor(isReady, { timeout: 60_000, interval: 200 })
}

/** Reads events until `isLast`, then hangs up. */
async function readEvents(runId: string, after: number, isLast: (event: RunEvent) => boolean) {
  const hangUp = new AbortController()
  const headers = { cookie: tenant.cookie, 'x-workspace-id': tenant.workspaceId }
  const response = await fetch(`${baseUrl()}/api/chat/runs/${runId}/events?after=${after}`, {
    headers,
    signal: hangUp.signal,
  })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  expect(response.headers.get('cache-control')).toContain('no-transform')
  const events: { seq: number; event: RunEvent }[] = []
  if (!response.body) throw new Error('no stream')
  for await (const { id, event, data } of parseEvents(response.body)) {
    const parsed: RunEvent = JSON.parse(data)
    expect(event).toBe(parsed.type)
    events.push({ seq: Number(id), event: parsed })
    if (isLast(parsed)) break
  }
  hangUp.abort()
  return events
}

const isOver = (event: RunEvent) => event.type === 'done' || event.type === 'error'

async function readConversation(): Promise<ConversationDetail> {
  return (await call(`/api/chat/conversations/${conversationId}`)).json
}

describe('asking over HTTP', () => {
  it('answers 202 with the credits left, then streams the answer with its footnote', async () => {
    const asked = await ask({ question: QUESTION })
    expect(asked.status, asked.text).toBe(202)
    expect(asked.headers.get('location')).toBe(`/api/chat/runs/${asked.json.runId}`)
    expect(asked.headers.get('x-quota-remaining')).toBe('49')
    const events = await readEvents(asked.json.runId, 0, isOver)
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1))
    const answer = (await readConversation()).messages.find(({ id }) => id === asked.json.messageId)
    expect(answer).toMatchObject({ outcome: 'answered', receipt: { credits: 1, creditsRemaining: 49 } })
    const [citation] = answer?.citations ?? []
    expect(citation).toMatchObject({ documentName: 'harbour.txt', verdict: 'exact' })
    expect((await call(`/api/chat/citations/${citation?.id}`)).json).toEqual(citation)
    expect((await call(`/api/chat/runs/${asked.json.runId}`)).json).toMatchObject({
      state: 'done',
      lastSeq: events.length,
    })
  })

  it('goes on where a reader left, and closing the stream stops nothing', async () => {
    const asked = await ask({ question: QUESTION })
    const first = await readEvents(asked.json.runId, 0, (event) => event.type === 'delta')
    const rest = await readEvents(asked.json.runId, first.length, isOver)
    const whole = await readEvents(asked.json.runId, 0, isOver)
    expect([...first, ...rest]).toEqual(whole)
    expect(rest.at(-1)?.event).toMatchObject({ type: 'done', message: { outcome: 'answered' } })
  })

  it('gives the same run for the same key and 409 for another question under it', async () => {
    const key = createId()
    const [one, two] = [await ask({ question: QUESTION }, key), await ask({ question: QUESTION }, key)]
    expect(two.json).toEqual(one.json)
    expect((await ask({ question: 'Another one?' }, key)).json).toMatchObject({
      status: 409,
      code: 'idempotency_key_reused',
    })
  })

  it('refuses 50,000 characters, an unknown field and a bad key, and stores none of them', async () => {
    const before = (await readConversation()).messages.length
    const long = await ask({ question: 'x'.repeat(50_000) })
    expect(long.json).toMatchObject({ status: 422, code: 'invalid' })
    expect(long.text).toContain('at most 8,000 characters')
    expect((await ask({ question: QUESTION, answer: 'mine' })).status).toBe(422)
    expect((await ask({ question: QUESTION }, 'x'.repeat(300))).status).toBe(400)
    expect((await readConversation()).messages.length).toBe(before)
  })

  it('stops over HTTP, also when there is nothing left to stop', async () => {
    const asked = await ask({ question: QUESTION })
    expect((await call(`/api/chat/runs/${asked.json.runId}/stop`, { method: 'POST' })).status).toBe(204)
    await readEvents(asked.json.runId, 0, isOver)
    expect((await call(`/api/chat/runs/${asked.json.runId}/stop`, { method: 'POST' })).status).toBe(204)
    expect((await call(`/api/chat/runs/${asked.json.runId}`)).json.state).toMatch(/stopped|done/)
  })

  it('undoes a deleted conversation', async () => {
    expect((await call(`/api/chat/conversations/${conversationId}`, { method: 'DELETE' })).status).toBe(204)
    expect((await call(`/api/chat/conversations/${conversationId}`)).status).toBe(404)
    const restored = await call(`/api/chat/conversations/${conversationId}/restore`, { method: 'POST' })
    expect(restored.json).toMatchObject({ id: conversationId, title: QUESTION })
  })
})
