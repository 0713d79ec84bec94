import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { ApiProblem, createApi, readEventStream, type StreamedEvent } from './index.ts'

let server: Server | null = null

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const started = createServer(answer)
  server = started
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  const address = started.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}`
}

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  server = null
})

describe('createApi', () => {
  it('sends query, body, workspace and key, and parses the answer', async () => {
    const baseUrl = await serve((request, response) => {
      const { url, method } = request
      const { 'x-workspace-id': workspace, 'idempotency-key': key, 'content-type': type } = request.headers
      response.end(JSON.stringify({ url, method, workspace, key, type }))
    })
    const answer = await createApi({ baseUrl }).post('/api/x', {
      query: { limit: 2, tags: ['a', 'b'], none: undefined },
      body: {},
      workspaceId: 'w1',
      idempotencyKey: 'k1',
      schema: z.record(z.string(), z.string()),
    })
    expect(answer).toEqual({
      url: '/api/x?limit=2&tags=a&tags=b',
      method: 'POST',
      workspace: 'w1',
      key: 'k1',
      type: 'application/json',
    })
  })

  it('throws the problem of a refusal with its extras', async () => {
    const problem = {
      type: '/problems/limit_reached',
      title: 'T',
      status: 402,
      detail: 'D',
      code: 'limit_reached',
      requestId: 'r',
      limit: 5,
    }
    const baseUrl = await serve((_, response) => response.writeHead(402).end(JSON.stringify(problem)))
    const error = await createApi({ baseUrl })
      .get('/api/x')
      .catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(ApiProblem)
    expect(error).toMatchObject({ code: 'limit_reached', status: 402, problem })
  })

  it('makes a problem of a page that some proxy put in between', async () => {
    const baseUrl = await serve((_, response) => response.writeHead(502).end('<h1>Bad gateway</h1>'))
    await expect(createApi({ baseUrl }).get('/api/x')).rejects.toMatchObject({
      code: 'internal',
      status: 502,
    })
  })

  it('tells a lost connection from a call that was given up', async () => {
    const baseUrl = await serve((request) => request.socket.destroy())
    await expect(createApi({ baseUrl }).get('/api/x')).rejects.toMatchObject({
      code: 'unreachable',
      status: 0,
    })
    const signal = AbortSignal.abort()
    await expect(createApi({ baseUrl }).get('/api/x', { signal })).rejects.toMatchObject({
      name: 'AbortError',
    })
  })
})

describe('readEventStream', () => {
  const isLast = ({ event }: StreamedEvent) => event === 'done'

  async function collect(baseUrl: string): Promise<StreamedEvent[]> {
    const events: StreamedEvent[] = []
    for await (const event of readEventStream('/api/events', { isLast, origin: { baseUrl } }))
      events.push(event)
    return events
  }

  it('goes on after a break where it was, and shows no event twice', async () => {
    const asked: string[] = []
    const baseUrl = await serve((request, response) => {
      asked.push(request.url ?? '')
      if (asked.length === 1) {
        response.write('id: 1\nevent: delta\ndata: {"text":"a"}\n\n: still here\n\nid: 2\nevent: delta\nda')
        setImmediate(() => request.socket.destroy())
      } else {
        response.end(
          'id: 1\nevent: delta\ndata: {"text":"a"}\n\nid: 2\nevent: delta\ndata: {"text":"b"}\n\nid: 3\nevent: done\ndata: {}\n\n',
        )
      }
    })
    expect(await collect(baseUrl)).toEqual([
      { seq: 1, event: 'delta', data: { text: 'a' } },
      { seq: 2, event: 'delta', data: { text: 'b' } },
      { seq: 3, event: 'done', data: {} },
    ])
    expect(asked).toEqual(['/api/events?after=0', '/api/events?after=1'])
  })

  it('gives up on a refusal', async () => {
    const problem = { type: 't', title: 'T', status: 404, detail: 'D', code: 'not_found', requestId: 'r' }
    const baseUrl = await serve((_, response) => response.writeHead(404).end(JSON.stringify(problem)))
    await expect(collect(baseUrl)).rejects.toMatchObject({ code: 'not_found' })
  })
})
