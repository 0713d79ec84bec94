import { describe, expect, it } from 'vitest'
import { capBody } from './cap-body.ts'

const CAP = 1_000

function send(
  chunks: number,
  headers: Record<string, string> = {},
): { request: Request; pulled: () => number } {
  let pulled = 0
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (pulled === chunks) return controller.close()
        pulled += 1
        controller.enqueue(new Uint8Array(100))
      },
    },
    { highWaterMark: 0 },
  )
  const init = { method: 'POST', body, headers, duplex: 'half' }
  return { request: new Request('http://localhost/', init), pulled: () => pulled }
}

describe('capBody', () => {
  it('takes a body that just fits', async () => {
    expect(await capBody(send(10).request, CAP)).toHaveLength(CAP)
  })

  it('stops reading where more comes than is taken, whatever was declared', async () => {
    const { request, pulled } = send(200, { 'content-length': '10' })
    await expect(capBody(request, CAP)).rejects.toMatchObject({ code: 'body_too_large' })
    expect(pulled()).toBeLessThan(20)
  })

  it('refuses by the declared length alone, reading nothing', async () => {
    const { request, pulled } = send(10, { 'content-length': '5000' })
    await expect(capBody(request, CAP)).rejects.toMatchObject({ code: 'body_too_large' })
    expect(pulled()).toBe(0)
  })

  it('calls a body that breaks off a bad request, not a failure of ours', async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(2))
        controller.error(new Error('aborted'))
      },
    })
    const init = { method: 'POST', body, duplex: 'half' }
    await expect(capBody(new Request('http://localhost/', init), CAP)).rejects.toMatchObject({
      code: 'bad_request',
    })
  })
})
