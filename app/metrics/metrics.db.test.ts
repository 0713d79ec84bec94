import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { runControlChecks } from '#lib/admin/index.ts'
import { denialsWritten, recordDenial } from '#lib/billing/index.ts'
import { env } from '#lib/platform/env.ts'
import { AppError } from '#lib/platform/errors.ts'
import { observeCall } from '#lib/platform/metrics.ts'
import { startQueue } from '#lib/platform/queue/index.ts'
import { hold, insertAccount, modelCost, settleNow } from '#lib/testing/billing.ts'
import { GET } from './route.ts'

const TOKEN = 'a token of more than sixteen characters'
const settings = env()
const ask = (headers: Record<string, string> = {}) =>
  GET(new Request('http://localhost/metrics', { headers: { host: 'localhost:3000', ...headers } }))

/** The settings as this process sees them. */
function setEnv(changes: object): void {
  Object.assign(globalThis, { [Symbol.for('footnote.env')]: { ...settings, ...changes } })
}

/** The value of a line. */
function valueOfLine(text: string, line: string): number {
  const found = text.split('\n').find((one) => one.startsWith(`${line} `))
  return found === undefined ? Number.NaN : Number(found.slice(line.length))
}

describe('/metrics', () => {
  beforeAll(() => startQueue('web'))
  afterEach(() => setEnv({}))

  it('asks for its token where there is one, and is nowhere in production without', async () => {
    expect((await ask()).status).toBe(200)
    setEnv({ metricsToken: TOKEN })
    const statuses = [
      await ask(),
      await ask({ authorization: 'Bearer wrong' }),
      await ask({ authorization: TOKEN }),
      await ask({ authorization: `Bearer ${TOKEN}` }),
    ].map(({ status }) => status)
    expect(statuses).toEqual([401, 401, 401, 200])
    setEnv({ metricsToken: null, isProduction: true })
    expect((await ask()).status).toBe(404)
  })

  it('answers no page elsewhere that points its own name at this machine', async () => {
    expect((await ask({ host: 'evil.example' })).status).toBe(404)
    setEnv({ metricsToken: TOKEN })
    expect((await ask({ host: 'evil.example', authorization: `Bearer ${TOKEN}` })).status).toBe(200)
  })

  it('is stored by nobody', async () => {
    const { headers } = await ask()
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-type')).toContain('version=0.0.4')
  })

  it('tells of calls, reservations, usage, refusals, queues and checks', async () => {
    const ctx = await insertAccount({ plan: 'pro' })
    await settleNow(await hold(ctx), 1_000, [modelCost()])
    await hold(ctx)
    recordDenial(ctx, new AppError('quota_exceeded', 'None are left.', { meter: 'credits' }))
    await denialsWritten()
    await runControlChecks(new AbortController().signal)
    observeCall({ method: 'GET', route: '/api/documents/[id]', status: 200, ms: 12 })
    const text = await (await ask()).text()
    expect(valueOfLine(text, 'footnote_charged_credits_today{action="answer"}')).toBe(1)
    expect(valueOfLine(text, 'footnote_tokens_today{action="answer",direction="input"}')).toBe(800)
    expect(valueOfLine(text, 'footnote_model_cost_dollars_today{action="answer"}')).toBe(0.000077)
    expect(valueOfLine(text, 'footnote_reservations{state="held"}')).toBe(1)
    expect(valueOfLine(text, 'footnote_reserved_credits')).toBe(1)
    expect(valueOfLine(text, 'footnote_denials_today{code="quota_exceeded"}')).toBe(1)
    expect(valueOfLine(text, 'footnote_queue_jobs{queue="ingest",state="waiting"}')).toBe(0)
    expect(valueOfLine(text, 'footnote_control_check_ok{check="ledger.grant.used"}')).toBe(1)
    expect(valueOfLine(text, 'footnote_control_check_age_seconds{check="stock.pages"}')).toBeLessThan(60)
    expect(text).toContain(
      'footnote_http_request_duration_seconds_count{method="GET",route="/api/documents/[id]",status="200"} 1',
    )
    expect(text).toContain('process_resident_memory_bytes')
    expect(text).not.toContain(ctx.workspaceId)
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
  })
})
