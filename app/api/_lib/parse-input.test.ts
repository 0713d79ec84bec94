import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { parseBody } from './parse-input.ts'

const send = (body: string) =>
  parseBody(
    z.strictObject({ name: z.string() }),
    new Request('http://localhost', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    }),
  )

describe('parseBody', () => {
  it('answers arrays nested as deep as a body can hold by their schema', async () => {
    const depth = 100_000
    const body = `${'['.repeat(depth)}"\\u0041"${']'.repeat(depth)}`
    await expect(send(body)).rejects.toMatchObject({ code: 'invalid' })
  })

  it.each(['{"name":"\\u0000"}', '{"name":"\\ud800"}', '{"name":[{"a":"\\ud800"}]}', '{"\\u0000":1}'])(
    'refuses %s, which cannot be stored',
    async (body) => {
      await expect(send(body)).rejects.toMatchObject({ code: 'bad_request' })
    },
  )

  it('takes escapes that can be stored', async () => {
    await expect(send('{"name":"\\u00e9\\ud83d\\ude00"}')).resolves.toEqual({ name: 'é😀' })
  })
})
