import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { request } from '#lib/testing/http.ts'
import {
  addDocumentOverHttp,
  createSession,
  documentWhen,
  isSettled,
  type Session,
} from '#lib/testing/http-documents.ts'
import { gone } from '#lib/testing/processes.ts'
import { makeDataDir, runLauncher, startTestStack, type TestStack } from '#lib/testing/stack.ts'
import { assertIngested } from './assert-ingested.ts'

const START_MS = 120_000
const REFUSED_WITHIN_SECONDS = 3

const dataDir = makeDataDir()
let stack: TestStack
let session: Session
let document: { id: string; versionId: string }

beforeAll(async () => {
  stack = await startTestStack(dataDir)
  session = await createSession()
  const { id } = await addDocumentOverHttp(session, { name: 'a.txt', bytes: 'The kiln is lit on Tuesdays.' })
  document = await documentWhen(session, id, isSettled)
}, START_MS)

afterAll(async () => {
  await stack?.remove()
}, 60_000)

describe('the launcher', () => {
  it('refuses a folder that another one uses, at once and with advice', async () => {
    const { code, output, seconds } = await runLauncher(dataDir).exited
    expect(code).not.toBe(0)
    expect(seconds).toBeLessThan(REFUSED_WITHIN_SECONDS)
    expect(output).toContain(stack.url)
    expect(output).toContain('FOOTNOTE_DATA_DIR=')
    expect((await request('/readyz')).status).toBe(200)
  })

  it('leaves no process behind when it is killed, and what was stored is there at the next start', {
    timeout: START_MS,
  }, async () => {
    const pids = stack.processes.map((name) => stack.pid(name))
    await stack.kill('launcher')
    await gone(pids)
    expect((await stack.exited).code).not.toBe(0)

    stack = await startTestStack(dataDir)
    const { status, json } = await request(`/api/documents/${document.id}`, session)
    expect([status, json.status]).toEqual([200, 'ready'])
    await assertIngested(session.workspaceId, document.versionId)
  })

  it('stops everything in order on Ctrl-C and ends with 0', { timeout: START_MS }, async () => {
    const pids = stack.processes.map((name) => stack.pid(name))
    const { code, output } = await stack.interrupt()
    expect([code, output.includes('Stopping')]).toEqual([0, true])
    await gone(pids)
  })
})
