import { describe, expect, it } from 'vitest'
import { createId } from '#lib/platform/id.ts'
import { request } from '#lib/testing/http.ts'
import { createSession, type Session, tus } from '#lib/testing/http-documents.ts'
import { RUN_LIMIT, SEARCH_LIMIT, UPLOAD_LIMIT, WRITE_LIMIT } from './limits.ts'

type Call = (session: Session) => Promise<{ status: number; headers: Headers }>

const nowhere = `/api/documents/${createId()}`
const noConversation = `/api/chat/conversations/${createId()}`
const post = (path: string, body: unknown) => (session: Session) =>
  request(path, { method: 'POST', ...session, body })

const LIMITED: [string, number, Call][] = [
  ['searching', SEARCH_LIMIT.points, post('/api/retrieval', { question: 'abc' })],
  [
    'finding in a document',
    SEARCH_LIMIT.points,
    (session) => request(`${nowhere}/matches?versionId=${createId()}&q=abc`, session),
  ],
  ['asking', RUN_LIMIT.points, post(`${noConversation}/runs`, { question: 'What is abc?' })],
  ['adding documents', WRITE_LIMIT.points, post('/api/documents', { uploadId: createId() })],
  [
    'uploading',
    UPLOAD_LIMIT.points,
    (session) => tus(session, '/api/uploads/none', { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } }),
  ],
]

/** One after another, ten at a time: only the number of calls counts. */
async function callOften(call: Call, session: Session, times: number) {
  const answers: Awaited<ReturnType<Call>>[] = []
  while (answers.length < times) {
    const batch = Math.min(10, times - answers.length)
    answers.push(...(await Promise.all(Array.from({ length: batch }, () => call(session)))))
  }
  return answers
}

describe('a limit of calls', () => {
  it.each(LIMITED)('stops %s after its points and says when to come back', async (_name, points, call) => {
    const [session, other] = [await createSession(), await createSession()]
    const within = await callOften(call, session, points)
    expect(within.filter(({ status }) => status === 429)).toEqual([])
    const { status, headers } = await call(session)
    expect([status, Number(headers.get('retry-after')) > 0]).toEqual([429, true])
    // Somebody else is not held up.
    expect((await call(other)).status).not.toBe(429)
  })
})
