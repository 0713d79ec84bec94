import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { divert, divertRequests } from './divert-requests.ts'

function diverted(method: string, url: string) {
  const request = { method, url }
  divert(request)
  return [request.method, request.url]
}

describe('divert', () => {
  it('leaves what can be answered alone, escapes and queries included', () => {
    for (const url of ['/', '/w/caf%C3%A9/chat?x=%', '/api/documents/%2e%2e', '/api/uploads/%25'])
      expect(diverted('GET', url)).toEqual(['GET', url])
    for (const method of ['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      expect(diverted(method, '/api/user/me')).toEqual([method, '/api/user/me'])
  })

  it('sends addresses that cannot be decoded to a route that says so', () => {
    for (const url of ['/%', '/w/%zz', '/api/documents/%ff', '/api/%c3?x=1'])
      expect(diverted('POST', url)).toEqual(['GET', '/api/diverted/address'])
  })

  it('sends methods that no route has to one that says so', () => {
    for (const method of ['TRACE', 'PROPFIND', 'LINK'])
      expect(diverted(method, '/')).toEqual(['GET', '/api/diverted/method'])
  })
})

describe('divertRequests', () => {
  it('comes before the handler of a server', async () => {
    divertRequests()
    const server = createServer((request, response) => response.end(`${request.method} ${request.url}`))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('no port')
      const response = await fetch(`http://127.0.0.1:${address.port}/w/%ff`)
      expect(await response.text()).toBe('GET /api/diverted/address')
    } finally {
      server.close()
    }
  })
})
