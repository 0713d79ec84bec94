// Documents and answers over HTTP, as a browser makes them.
import { parseEvents } from '#lib/api-client/parse-events.ts'
import type { PlanKey } from '#lib/billing/schema.ts'
import type { Document } from '#lib/documents/schema.ts'
import { createId } from '#lib/platform/id.ts'
import type { TestFile } from './documents.ts'
import { createWorkspace } from './factories.ts'
import { baseUrl, type HttpAnswer, request, signInOverHttp } from './http.ts'

/** A signed-in browser that has a workspace open. */
export interface Session {
  cookie: string
  workspaceId: string
  /** The web process that is asked; else that of `baseUrl`. */
  via?: string
}

const POLL_MS = 100

/** Somebody with a workspace of the given plan, signed in. */
export async function createSession(input: { plan?: PlanKey } = {}): Promise<Session> {
  baseUrl()
  const { workspaceId, user } = await createWorkspace(input)
  return { workspaceId, cookie: await signInOverHttp(user) }
}

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** The headers that open an upload; a test may lie in them. */
export function tusHeaders(file: TestFile, changes: Record<string, string> = {}): Record<string, string> {
  return {
    'tus-resumable': '1.0.0',
    'upload-length': String(Buffer.from(file.bytes).length),
    'upload-metadata': `filename ${base64(file.name)},filetype ${base64(file.type ?? '')}`,
    ...changes,
  }
}

/** One request of the tus protocol. */
export async function tus(
  session: Session,
  path: string,
  call: { method: string; headers: Record<string, string>; body?: BodyInit },
): Promise<Response> {
  const headers = { cookie: session.cookie, 'x-workspace-id': session.workspaceId, ...call.headers }
  return fetch(`${session.via ?? baseUrl()}${path}`, { ...call, headers })
}

/** @returns the id of a finished upload. */
export async function uploadOverHttp(session: Session, file: TestFile): Promise<string> {
  const response = await tus(session, '/api/uploads', {
    method: 'POST',
    headers: tusHeaders(file, { 'content-type': 'application/offset+octet-stream' }),
    body: Buffer.from(file.bytes),
  })
  if (response.status !== 201) throw new Error(`upload answered ${response.status}: ${await response.text()}`)
  return response.headers.get('location')?.split('/').at(-1) ?? ''
}

/** A document that waits for the worker. */
export async function addDocumentOverHttp(session: Session, file: TestFile): Promise<Document> {
  const uploadId = await uploadOverHttp(session, file)
  const answer = await request('/api/documents', { method: 'POST', ...session, body: { uploadId } })
  if (answer.status !== 202) throw new Error(`the document answered ${answer.status}: ${answer.text}`)
  return answer.json
}

/** Asks for a document until it is as wanted; answers that fail while something restarts are asked again. */
export async function documentWhen(
  session: Session,
  id: string,
  isWanted: (document: Document) => boolean,
  timeoutMs = 90_000,
): Promise<Document> {
  const deadline = Date.now() + timeoutMs
  let last: HttpAnswer | undefined
  while (Date.now() < deadline) {
    last = await request(`/api/documents/${id}`, session).catch(() => undefined)
    if (last?.status === 200 && isWanted(last.json)) return last.json
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  throw new Error(`the document did not come to be as wanted: ${last?.text ?? 'no answer'}`)
}

export const isSettled = ({ status }: Document): boolean => status === 'ready' || status === 'failed'

export interface AskedRun {
  runId: string
  messageId: string
  conversationId: string
}

/** Asks in a conversation of its own. */
export async function askOverHttp(session: Session, question: string): Promise<AskedRun> {
  const created = await request('/api/chat/conversations', { method: 'POST', ...session, body: {} })
  const conversationId: string = created.json.id
  const asked = await request(`/api/chat/conversations/${conversationId}/runs`, {
    method: 'POST',
    ...session,
    headers: { 'idempotency-key': createId() },
    body: { question },
  })
  if (asked.status !== 202) throw new Error(`the question answered ${asked.status}: ${asked.text}`)
  return { ...asked.json, conversationId }
}

export interface SeenEvent {
  seq: number
  event: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into events of any shape.
  data: any
}

/** The events of a run as they come. Leaving the loop closes the connection. */
export async function* followOverHttp(session: Session, runId: string, after = 0): AsyncGenerator<SeenEvent> {
  const { cookie, workspaceId, via } = session
  const response = await fetch(`${via ?? baseUrl()}/api/chat/runs/${runId}/events?after=${after}`, {
    headers: { cookie, 'x-workspace-id': workspaceId },
  })
  if (!response.ok || !response.body) throw new Error(`the events answered ${response.status}`)
  for await (const { id, event, data } of parseEvents(response.body))
    yield { seq: Number(id), event, data: JSON.parse(data) }
}
