import { describe, expect, it } from 'vitest'
import { request } from '#lib/testing/http.ts'
import { createSession } from '#lib/testing/http-documents.ts'

describe('GET /api/usage', () => {
  it('sums the last days, and refuses more than a year', async () => {
    const session = await createSession()
    const answer = await request('/api/usage?groupBy=action', session)
    expect(answer).toMatchObject({
      status: 200,
      json: { groupBy: 'action', items: [], totals: { credits: 0 } },
    })
    const long = await request('/api/usage?from=2024-01-01&to=2026-01-01', session)
    expect(long).toMatchObject({ status: 422, json: { code: 'invalid' } })
  })
})

describe('GET /api/usage/entries', () => {
  it('shows the grant of a new workspace with its balance', async () => {
    const session = await createSession()
    const { status, json } = await request('/api/usage/entries', session)
    expect(status).toBe(200)
    expect(json).toMatchObject({
      items: [{ kind: 'grant', action: 'grant.plan', credits: 50, balance: 50, userId: null, ref: null }],
      nextCursor: null,
    })
  })

  it('gives a table to save to a plain navigation, as an attachment', async () => {
    const { cookie, workspaceId } = await createSession()
    const { status, headers, text } = await request(`/api/usage/entries?format=csv&ws=${workspaceId}`, {
      cookie,
    })
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(headers.get('content-disposition')).toContain('attachment')
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    const [head, row, end] = text.split('\r\n')
    expect(head).toMatch(/^When \(UTC\),What,Credits,Balance after,Why,Who,/)
    expect(row).toContain(',"Monthly grant, Free",50,50,')
    expect(end).toBe('')
  })

  it('answers 404 for somebody else’s workspace, also as a table', async () => {
    const [{ cookie }, { workspaceId }] = [await createSession(), await createSession()]
    const path = `/api/usage/entries?format=csv&ws=${workspaceId}`
    expect((await request(path, { cookie })).status).toBe(404)
  })
})

describe('GET /api/usage/balance', () => {
  it('adds up', async () => {
    const { json } = await request('/api/usage/balance', await createSession())
    expect(json).toMatchObject({
      left: 50,
      held: 0,
      parts: [{ given: 50, used: 0, held: 0, revoked: 0, left: 50 }],
    })
  })
})
