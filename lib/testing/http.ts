// What tests against the built app need: its address, people who are signed in, and the rows it has not shown yet.
import { randomBytes } from 'node:crypto'
import type { PlanKey } from '#lib/billing/schema.ts'
import { withPlatform, withTenant } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { listDevMails } from '#lib/platform/mail/index.ts'
import { createWorkspace } from './factories.ts'

const FORM = 'application/x-www-form-urlencoded'

/** The running stack. `npm test` starts one and says where. */
export function baseUrl(): string {
  // BASE_URL is taken: Vite puts its own there.
  const url = process.env.TEST_BASE_URL
  if (!url)
    throw new Error(
      'There is no server to test. `npm test` brings one; or set TEST_BASE_URL and DATABASE_URL.',
    )
  // The database module parses all settings; the test process itself signs nothing.
  process.env.NEXTAUTH_SECRET ??= randomBytes(32).toString('base64')
  process.env.LOG_LEVEL ??= 'silent'
  return url
}

export interface HttpCall {
  /** The address of another web process than the one of `baseUrl`. */
  via?: string | undefined
  method?: string
  cookie?: string
  workspaceId?: string
  headers?: Record<string, string>
  /** Sent as JSON, unless it is text already. */
  body?: unknown
}

export interface HttpAnswer {
  status: number
  headers: Headers
  text: string
  /** undefined when the body is no JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape.
  json: any
}

/** One request, redirects not followed. */
export async function request(path: string, call: HttpCall = {}): Promise<HttpAnswer> {
  const headers = new Headers(call.headers)
  if (call.cookie) headers.set('cookie', call.cookie)
  if (call.workspaceId) headers.set('x-workspace-id', call.workspaceId)
  const isText = typeof call.body === 'string'
  if (call.body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json')
  const body = call.body === undefined || isText ? call.body : JSON.stringify(call.body)
  const init = { method: call.method ?? 'GET', headers, redirect: 'manual' as const }
  const response = await fetch(`${call.via ?? baseUrl()}${path}`, isTextBody(body) ? { ...init, body } : init)
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: parseJson(text) }
}

/** next-auth's two steps. @returns the answer of the second one, and the cookies of both. */
export async function postAuth(
  action: string,
  fields: Record<string, string>,
  call: HttpCall = {},
): Promise<HttpAnswer & { cookie: string }> {
  const csrf = await request('/api/auth/csrf', { via: call.via, ...(call.cookie && { cookie: call.cookie }) })
  const cookie = mergeCookies(call.cookie, csrf.headers)
  const body = new URLSearchParams({ csrfToken: csrf.json.csrfToken, json: 'true', ...fields }).toString()
  const answer = await request(`/api/auth/${action}`, {
    ...call,
    method: 'POST',
    cookie,
    body,
    headers: { 'content-type': FORM, ...call.headers },
  })
  return { ...answer, cookie: mergeCookies(cookie, answer.headers) }
}

/** Signs in by password. @returns all cookies of the browser. */
export async function signInOverHttp(
  user: { email: string; password: string },
  cookie?: string,
): Promise<string> {
  const { email, password } = user
  const answer = await postAuth('callback/credentials', { email, password }, cookie ? { cookie } : {})
  if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}: ${answer.text}`)
  return answer.cookie
}

/** The cookies of a browser after an answer: new ones replace old ones, emptied ones go. */
export function mergeCookies(before: string | undefined, headers: Headers): string {
  const jar = new Map((before ?? '').split('; ').filter(Boolean).map(splitCookie))
  for (const line of headers.getSetCookie()) {
    const [name, value] = splitCookie(line.split(';')[0] ?? '')
    if (value === '') jar.delete(name)
    else jar.set(name, value)
  }
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
}

/** The value of one cookie. */
export function cookieValue(cookie: string, name: string): string | undefined {
  return new Map(cookie.split('; ').map(splitCookie)).get(name)
}

/** Somebody signed in, with a workspace that holds one of everything. */
export async function createTenant(input: { plan?: PlanKey } = {}) {
  baseUrl()
  const workspace = await createWorkspace(input)
  const cookie = await signInOverHttp(workspace.user)
  return { ...workspace, cookie, ids: await insertOneOfEach(workspace) }
}

/** The token of the latest link that was mailed to an address: still to be sent, or in the mailbox. */
export async function mailedToken(email: string): Promise<string> {
  // In this order: a mail is in the mailbox before its row says so, and has lost its words after.
  const waiting = await withPlatform('deliverMail', (tx) =>
    tx.outbox.findFirst({
      where: { status: 'pending', payload: { path: ['to'], equals: email } },
      orderBy: { id: 'desc' },
    }),
  )
  const [delivered] = await listDevMails({ to: email })
  const [, token] = /[?&]token=([\w-]+)/.exec(JSON.stringify(waiting?.payload ?? delivered ?? '')) ?? []
  if (!token) throw new Error(`no link was mailed to ${email}`)
  return token
}

/** Rows whose ids another tenant will try; their content does not matter. */
async function insertOneOfEach(ctx: { workspaceId: string; userId: string }) {
  const { workspaceId, userId } = ctx
  const planRequest = createId()
  const [document, version, conversation, message, run, citation] = Array.from({ length: 6 }, () =>
    createId(),
  )
  if (!document || !version || !conversation || !message || !run || !citation) throw new Error('unreachable')
  await withTenant(ctx, async (tx) => {
    const versionRow = { workspaceId, id: version, sha256: version.replaceAll('-', '').padEnd(64, '0') }
    const figures = { mediaType: 'text/plain', sizeBytes: 3n, pipelineVersion: 1, settingsHash: 'test' }
    await tx.documentVersion.create({ data: { ...versionRow, ...figures, status: 'ready', pageCount: 1 } })
    await tx.document.create({ data: { workspaceId, id: document, name: 'a.txt', versionId: version } })
    await tx.documentRevision.create({
      data: { workspaceId, documentId: document, number: 1, versionId: version },
    })
    await tx.conversation.create({ data: { workspaceId, id: conversation, userId, title: 'A question' } })
    const text = { workspaceId, id: message, conversationId: conversation, role: 'assistant', text: 'abc' }
    await tx.message.create({ data: text })
    const runRow = {
      workspaceId,
      id: run,
      conversationId: conversation,
      userId,
      requestHash: 'x',
      ownerProcess: 'x',
    }
    const ends = { state: 'failed', idempotencyKey: run, reservationId: createId() }
    await tx.run.create({
      data: { ...runRow, ...ends, questionMessageId: message, answerMessageId: message },
    })
    const place = {
      documentId: document,
      versionId: version,
      page: 1,
      charStart: 0,
      charEnd: 3,
      quote: 'abc',
    }
    const row = { workspaceId, id: citation, messageId: message, marker: 1, rects: [], verdict: 'exact' }
    await tx.citation.create({ data: { ...row, ...place } })
  })
  const wish = { workspaceId, id: planRequest, planKey: 'pro', requestedBy: userId }
  await withTenant(ctx, (tx) => tx.planRequest.create({ data: wish }))
  return { document, version, conversation, message, run, citation, planRequest, workspace: workspaceId }
}

function splitCookie(text: string): [string, string] {
  const at = text.indexOf('=')
  return [text.slice(0, at).trim(), text.slice(at + 1)]
}

function isTextBody(body: unknown): body is string {
  return typeof body === 'string'
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
