import { beforeAll, describe, expect, it } from 'vitest'
import { createId } from '#lib/platform/id.ts'
import { request } from '#lib/testing/http.ts'
import {
  addDocumentOverHttp,
  createSession,
  documentWhen,
  isSettled,
  type Session,
  tus,
  tusHeaders,
  uploadOverHttp,
} from '#lib/testing/http-documents.ts'

const TUS = { 'tus-resumable': '1.0.0' }
const TEXT = 'The kiln is lit on Tuesdays.'

let owner: Session
let stranger: Session
let note: { id: string }

beforeAll(async () => {
  owner = await createSession({ plan: 'pro' })
  stranger = await createSession()
  const { id } = await addDocumentOverHttp(owner, { name: 'note.txt', bytes: TEXT })
  note = await documentWhen(owner, id, isSettled)
})

const open = (name: string, bytes: string, type = '') =>
  tus(owner, '/api/uploads', { method: 'POST', headers: tusHeaders({ name, bytes, type }) })

describe('what may be uploaded', () => {
  it.each([
    ['page.html', ''],
    ['drawing.svg', 'image/svg+xml'],
    ['archive.zip', ''],
    ['noending', ''],
    ['report.pdf', 'text/html'],
  ])('refuses %s declared as "%s" before a byte is sent', async (name, type) => {
    const answer = await open(name, 'x', type)
    expect([answer.status, (await answer.json()).code]).toEqual([415, 'unsupported_media_type'])
  })

  it.each([
    ['a zip that calls itself a PDF', 'a.pdf', 'PK\u0003\u0004 and so on'],
    ['a page of HTML that calls itself a PDF', 'b.pdf', '<!doctype html><script>alert(1)</script>'],
  ])('fails %s with a reason, and keeps nothing of it as readable', async (_, name, bytes) => {
    const { id } = await addDocumentOverHttp(owner, { name, bytes })
    const document = await documentWhen(owner, id, isSettled)
    expect(document).toMatchObject({ status: 'failed', failure: { retryable: false } })
    expect(document.failure?.remedy).not.toBe('')
  })

  it('refuses more than the plan takes by the announced length', async () => {
    const headers = tusHeaders({ name: 'big.pdf', bytes: 'x' }, { 'upload-length': '999999999999' })
    const answer = await tus(owner, '/api/uploads', { method: 'POST', headers })
    expect([answer.status, (await answer.json()).code]).toEqual([413, 'file_too_large'])
  })

  it.each(['-1', '1e3', 'abc', ''])('refuses the length "%s"', async (length) => {
    const headers = tusHeaders({ name: 'a.txt', bytes: 'x' }, { 'upload-length': length })
    const answer = await tus(owner, '/api/uploads', { method: 'POST', headers })
    expect(answer.status).toBe(400)
  })
})

describe('an upload', () => {
  const send = (session: Session, path: string, offset: number, body: string) =>
    tus(session, path, {
      method: 'PATCH',
      headers: {
        ...TUS,
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
      },
      body,
    })

  it('takes no more bytes than were announced, and no other offset than it stands at', async () => {
    const path = (await open('a.txt', 'four')).headers.get('location') ?? ''
    expect((await send(owner, path, 2, 'ur')).status).toBe(409)
    expect((await send(owner, path, 0, 'five!')).status).toBeGreaterThanOrEqual(400)
    const head = await tus(owner, path, { method: 'HEAD', headers: TUS })
    expect(Number(head.headers.get('upload-offset'))).toBeLessThanOrEqual(4)
  })

  it('does not exist for another tenant', async () => {
    const path = (await open('a.txt', 'four')).headers.get('location') ?? ''
    expect((await tus(stranger, path, { method: 'HEAD', headers: TUS })).status).toBe(404)
    expect((await send(stranger, path, 0, 'four')).status).toBe(404)
    const random = await send(stranger, `/api/uploads/${createId()}`, 0, 'four')
    expect(random.status).toBe(404)
    const made = await request('/api/documents', {
      method: 'POST',
      ...stranger,
      body: { uploadId: path.split('/').at(-1) },
    })
    expect(made.status).toBe(404)
  })

  it('that is not complete becomes no document', async () => {
    const uploadId = (await open('a.txt', 'four')).headers.get('location')?.split('/').at(-1)
    const made = await request('/api/documents', { method: 'POST', ...owner, body: { uploadId } })
    expect(made.status).toBe(409)
  })
})

describe('names', () => {
  it.each([
    '../../etc/x.txt',
    'a\u0000b.txt',
    'CON.txt',
    'invoice\u202Etxt.exe.txt',
    `${'long'.repeat(80)}.txt`,
    'a\r\nset-cookie: x=1.txt',
    'kiln 🔥.txt',
  ])('%j is shown without paths, controls and overrides, and cannot break a header', async (name) => {
    const uploadId = await uploadOverHttp(owner, { name, bytes: `${TEXT} ${createId()}` })
    const { json } = await request('/api/documents', { method: 'POST', ...owner, body: { uploadId } })
    expect(json.name).not.toMatch(/[/\\\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
    expect(json.name.length).toBeLessThanOrEqual(255)
    const file = await request(`/api/documents/${json.id}/file?download=true`, owner)
    expect([file.status, file.headers.get('set-cookie')]).toEqual([200, null])
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''[\w.%~!-]+$/)
  })
})

describe('the original file', () => {
  it('comes with our own type and in a sandbox', async () => {
    const { status, headers, text } = await request(`/api/documents/${note.id}/file`, owner)
    expect([status, text]).toEqual([200, TEXT])
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toMatch(/sandbox/)
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'/)
    expect(headers.get('content-disposition')).toMatch(/^inline/)
  })

  it('comes in ranges', async () => {
    const range = (value: string) =>
      request(`/api/documents/${note.id}/file`, { ...owner, headers: { range: value } })
    const part = await range('bytes=4-7')
    expect([part.status, part.text]).toEqual([206, 'kiln'])
    expect(part.headers.get('content-range')).toBe(`bytes 4-7/${TEXT.length}`)
    expect((await range(`bytes=${TEXT.length}-`)).status).toBe(416)
  })

  it('does not exist for another tenant', async () => {
    expect((await request(`/api/documents/${note.id}/file`, stranger)).status).toBe(404)
  })
})
