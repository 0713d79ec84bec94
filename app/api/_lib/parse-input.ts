import type * as z from 'zod'
import { AppError } from '#lib/platform/errors.ts'
import { capBody } from './cap-body.ts'

const DEFAULT_MAX_BODY_BYTES = 256 * 1024

type Schema = z.ZodType | undefined

/** @throws AppError not_found: an id that cannot be one is answered like one that nobody has. */
export function parseParams(schema: Schema, params: unknown): unknown {
  if (!schema) return undefined
  const result = schema.safeParse(params)
  if (!result.success) throw new AppError('not_found', 'There is no such thing.')
  return result.data
}

/** @throws AppError invalid */
export function parseQuery(schema: Schema, search: URLSearchParams): unknown {
  if (!schema) return undefined
  const query: Record<string, string | string[]> = {}
  for (const key of new Set(search.keys())) {
    // `ws` names the workspace of a plain navigation; it belongs to authentication.
    if (key === 'ws') continue
    const values = search.getAll(key)
    for (const value of [key, ...values]) assertStorable(value)
    query[key] = values.length > 1 ? values : (values[0] ?? '')
  }
  return parseWith(schema, query)
}

/** @throws AppError unsupported_media_type, body_too_large, bad_request, invalid */
export async function parseBody(
  schema: Schema,
  request: Request,
  maxBytes = DEFAULT_MAX_BODY_BYTES,
): Promise<unknown> {
  if (!schema) return undefined
  const type = request.headers.get('content-type')
  if (type !== null && !/^application\/json\s*(;|$)/i.test(type)) {
    throw new AppError('unsupported_media_type', 'Send the body as application/json.')
  }
  const text = decode(await capBody(request, maxBytes))
  return parseWith(schema, text === '' ? {} : parseJson(text))
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new AppError('bad_request', 'The body is not valid UTF-8.', {}, { cause })
  }
}

function parseJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new AppError('bad_request', 'The body is not valid JSON.', {}, { cause })
  }
  if (text.includes('\\u')) assertAllStorable(value)
  return value
}

/** Keeps its own list of what is left: a body nested a hundred thousand deep would end the call stack. */
function assertAllStorable(value: unknown): void {
  const left = [value]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next === 'string') assertStorable(next)
    if (typeof next !== 'object' || next === null) continue
    for (const [key, entry] of Object.entries(next)) {
      assertStorable(key)
      left.push(entry)
    }
  }
}

/** PostgreSQL takes neither NUL nor half a surrogate pair in text. */
function assertStorable(text: string): void {
  if (text.includes('\0') || !text.isWellFormed()) {
    throw new AppError(
      'bad_request',
      'The request holds characters that cannot be stored (NUL or a broken pair).',
    )
  }
}

function parseWith(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new AppError('invalid', 'Some fields are missing or not as they should be.', {
    errors: toErrors(result.error),
  })
}

/** zod's issues as `{ pointer, detail }`: where by RFC 6901, and what is wrong. */
export function toErrors(error: z.ZodError): { pointer: string; detail: string }[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String)
    if (issue.code !== 'unrecognized_keys') return [{ pointer: toPointer(path), detail: issue.message }]
    return issue.keys.map((key) => ({
      pointer: toPointer([...path, key]),
      detail: 'This field is not known.',
    }))
  })
}

function toPointer(path: readonly string[]): string {
  return path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
