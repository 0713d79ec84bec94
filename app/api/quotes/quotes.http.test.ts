import { beforeAll, describe, expect, it } from 'vitest'
import { createId } from '#lib/platform/id.ts'
import { hold } from '#lib/testing/billing.ts'
import { request } from '#lib/testing/http.ts'
import {
  addDocumentOverHttp,
  createSession,
  documentWhen,
  type Session,
} from '#lib/testing/http-documents.ts'
import { stations } from '#lib/testing/reindex.ts'

let owner: Session
let stranger: Session

beforeAll(async () => {
  owner = await createSession()
  stranger = await createSession()
})

async function readyDocument(topic: string): Promise<string> {
  const { id } = await addDocumentOverHttp(owner, stations(topic))
  await documentWhen(owner, id, ({ status }) => status === 'ready')
  return id
}

const askPrice = (session: Session, documentId: string, chunkSize = 'small') =>
  request('/api/quotes', { method: 'POST', ...session, body: { action: 'reindex', documentId, chunkSize } })

const reindex = (session: Session, id: string, body: object, key = createId()) =>
  request(`/api/documents/${id}/reindex`, {
    method: 'POST',
    ...session,
    headers: { 'idempotency-key': key },
    body,
  })

describe('a re-index over HTTP', () => {
  it('tells its price, is asked for once under a key, and gives its receipt with the document', async () => {
    const id = await readyDocument('journey')
    const price = await askPrice(owner, id)
    expect(price.status).toBe(201)
    expect(price.json).toMatchObject({ action: 'reindex', credits: 1, remainingAfter: 49, enough: true })
    const lines: { credits: number }[] = price.json.breakdown
    expect(lines.reduce((sum, { credits }) => sum + credits, 0)).toBeCloseTo(1, 6)

    const body = { chunkSize: 'small', quoteId: price.json.id }
    const key = createId()
    const [first, again] = [await reindex(owner, id, body, key), await reindex(owner, id, body, key)]
    expect([first.status, again.status]).toEqual([202, 202])
    const done = await documentWhen(owner, id, ({ chunkSize }) => chunkSize === 'small')
    expect(done).toMatchObject({ reindex: null, receipt: { credits: 1, refunded: 0, model: null } })
    const used = await reindex(owner, id, body)
    expect([used.status, used.json.code]).toEqual([409, 'conflict'])
    const me = await request('/api/user/me', owner)
    expect(me.json.active.usage.credits).toMatchObject({ used: 1, held: 0 })
  })

  it('is refused without a quote, with one for something else, and with one that is not ours', async () => {
    const id = await readyDocument('refusals')
    const price = await askPrice(owner, id)
    const answers = [
      await reindex(owner, id, { chunkSize: 'small' }),
      await reindex(owner, id, { chunkSize: 'large', quoteId: price.json.id }),
      await reindex(owner, id, { chunkSize: 'small', quoteId: createId() }),
      await askPrice(stranger, id),
      await askPrice(owner, id, 'enormous'),
    ]
    expect(answers.map(({ status, json }) => [status, json.code])).toEqual([
      [422, 'invalid'],
      [422, 'invalid'],
      [404, 'not_found'],
      [404, 'not_found'],
      [422, 'invalid'],
    ])
  })

  it('costs credits that are there, or nothing at all', async () => {
    const id = await readyDocument('poor')
    const ctx = { ...owner, userId: null, role: 'owner', surface: 'job', requestId: createId() } as const
    const me = await request('/api/user/me', owner)
    const { granted, used } = me.json.active.usage.credits
    await hold(ctx, { amountMc: Math.round((granted - used) * 1_000) })
    const price = await askPrice(owner, id)
    expect(price.json).toMatchObject({ credits: 1, remaining: 0, enough: false })
    for (const body of [{ chunkSize: 'small', quoteId: price.json.id }, { chunkSize: 'small' }]) {
      const { status, json } = await reindex(owner, id, body)
      expect([status, json.code, json.requested]).toEqual([402, 'quota_exceeded', 1])
    }
    const untouched = await request(`/api/documents/${id}`, owner)
    expect(untouched.json).toMatchObject({ chunkSize: 'standard', reindex: null })
  })
})
