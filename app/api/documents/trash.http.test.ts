import { expect, it } from 'vitest'
import { baseUrl, request } from '#lib/testing/http.ts'
import {
  addDocumentOverHttp,
  askOverHttp,
  createSession,
  documentWhen,
  followOverHttp,
  isSettled,
  type Session,
} from '#lib/testing/http-documents.ts'

const note = (name: string, text: string) => ({ name, bytes: text, type: 'text/plain' })

async function addReady(session: Session, file: ReturnType<typeof note>): Promise<string> {
  const { id } = await addDocumentOverHttp(session, file)
  expect((await documentWhen(session, id, isSettled)).status).toBe('ready')
  return id
}

/** Every way to read the contents of a document. */
async function statusesOf(session: Session, id: string): Promise<number[]> {
  const paths = ['file', 'pages/1', 'matches?q=the'].map((path) => `/api/documents/${id}/${path}`)
  return Promise.all(paths.map(async (path) => (await request(path, session)).status))
}

async function trash(session: Session, id: string): Promise<void> {
  const answer = await request(`/api/documents/${id}`, {
    method: 'DELETE',
    ...session,
    headers: { origin: baseUrl() },
  })
  expect(answer.status, answer.text).toBe(204)
}

it('in the trash, outside the limits of the plan, a document is not read on', async () => {
  const session = await createSession()
  const id = await addReady(session, note('kiln.txt', 'The kiln by the river fired nine thousand bricks.'))
  expect(await statusesOf(session, id)).toEqual([200, 200, 200])
  await trash(session, id)
  expect(await statusesOf(session, id)).toEqual([404, 404, 404])
  await request(`/api/documents/${id}/restore`, {
    method: 'POST',
    ...session,
    headers: { origin: baseUrl() },
  })
  expect(await statusesOf(session, id)).toEqual([200, 200, 200])
})

it('in the trash a document that an answer has quoted still opens for its footnotes', async () => {
  const session = await createSession()
  const id = await addReady(session, note('kiln.txt', 'The kiln by the river fired nine thousand bricks.'))
  const { runId } = await askOverHttp(session, 'How many bricks were fired in the kiln by the river?')
  const seen: string[] = []
  for await (const { event } of followOverHttp(session, runId)) seen.push(event)
  expect(seen).toContain('citation')
  expect(seen.at(-1)).toBe('done')
  await trash(session, id)
  expect(await statusesOf(session, id)).toEqual([200, 200, 200])
})
