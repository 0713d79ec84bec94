import { describe, expect, it } from 'vitest'
import { countCall } from '#lib/platform/http/count-call.ts'
import { createId } from '#lib/platform/id.ts'
import { createWorkspace } from '#lib/testing/factories.ts'
import { baseUrl, request, signInOverHttp } from '#lib/testing/http.ts'
import { type Session, tus } from '#lib/testing/http-documents.ts'
import type { RateLimit } from './limit-rate.ts'
import { RUN_LIMIT, SEARCH_LIMIT, UPLOAD_LIMIT, WRITE_LIMIT } from './limits.ts'

type Call = (session: Session) => Promise<{ status: number; headers: Headers }>

const nowhere = `/api/documents/${createId()}`
const noConversation = `/api/chat/conversations/${createId()}`
const post = (path: string, body: unknown) => (session: Session) =>
  request(path, { method: 'POST', ...session, body })

const LIMITED: [string, RateLimit, Call][] = [
  ['searching', SEARCH_LIMIT, post('/api/retrieval', { question: 'abc' })],
  [
    'finding in a document',
    SEARCH_LIMIT,
    (session) => request(`${nowhere}/matches?versionId=${createId()}&q=abc`, session),
  ],
  ['asking', RUN_LIMIT, post(`${noConversation}/runs`, { question: 'What is abc?' })],
  ['adding documents', WRITE_LIMIT, post('/api/documents', { uploadId: createId() })],
  [
    'uploading',
    UPLOAD_LIMIT,
    (session) => tus(session, '/api/uploads/none', { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } }),
  ],
]

/** Counts calls as if they had come, so that the window cannot end on the way. */
async function spend({ name, points, seconds }: RateLimit, userId: string, times: number): Promise<void> {
  for (let at = 0; at < times; at += 1) await countCall({ name, key: userId, points, seconds })
}

async function createCaller() {
  baseUrl()
  const { workspaceId, user } = await createWorkspace()
  return { userId: user.userId, session: { workspaceId, cookie: await signInOverHttp(user) } }
}

describe('a limit of calls', () => {
  it.each(LIMITED)('stops %s after its points and says when to come back', async (_name, limit, call) => {
    const [one, other] = [await createCaller(), await createCaller()]
    await spend(limit, one.userId, limit.points - 1)
    expect((await call(one.session)).status).not.toBe(429)
    const { status, headers } = await call(one.session)
    expect([status, Number(headers.get('retry-after')) > 0]).toEqual([429, true])
    // Somebody else is not held up.
    expect((await call(other.session)).status).not.toBe(429)
  })
})
