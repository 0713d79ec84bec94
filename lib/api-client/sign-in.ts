import * as z from 'zod'
import { type ApiOrigin, send } from './api.ts'
import { readProblem } from './api-problem.ts'

export type SignInResult = 'signedIn' | 'wrongPassword' | 'tooManyAttempts' | 'unavailable'

const csrfSchema = z.object({ csrfToken: z.string() })
const answerSchema = z.object({ url: z.string() })

/**
 * Signs in by e-mail and password, as next-auth wants it: a token first, then the form. The session comes as a cookie.
 *
 * @throws ApiProblem when the server cannot be reached, or refuses the call itself.
 */
export async function signIn(
  credentials: { email: string; password: string },
  origin: ApiOrigin = {},
): Promise<SignInResult> {
  const first = await postForm('callback/credentials', credentials, origin)
  // The token's cookie does not survive a change of secrets: then a fresh one is needed, once.
  const url = first.searchParams.has('csrf')
    ? await postForm('callback/credentials', credentials, origin)
    : first
  const error = url.searchParams.get('error')
  if (error === null) return url.searchParams.has('csrf') ? 'unavailable' : 'signedIn'
  if (error === 'CredentialsSignin') return 'wrongPassword'
  return error === 'TooManyAttempts' ? 'tooManyAttempts' : 'unavailable'
}

/** Ends this browser's session. @throws ApiProblem */
export async function signOut(origin: ApiOrigin = {}): Promise<void> {
  const url = await postForm('signout', {}, origin)
  if (url.searchParams.has('csrf')) await postForm('signout', {}, origin)
}

async function postForm(action: string, fields: Record<string, string>, origin: ApiOrigin): Promise<URL> {
  const base = `${origin.baseUrl ?? ''}/api/auth`
  const { csrfToken } = csrfSchema.parse(
    await (await ok(send(`${base}/csrf`, { headers: origin.headers ?? {} }))).json(),
  )
  const response = await send(`${base}/${action}`, {
    method: 'POST',
    headers: { ...origin.headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...fields, csrfToken, json: 'true', callbackUrl: '/' }),
  })
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null)
  const answer = answerSchema.safeParse(body)
  if (!answer.success) throw await readProblem(response)
  return new URL(answer.data.url, 'http://localhost')
}

async function ok(answer: Promise<Response>): Promise<Response> {
  const response = await answer
  if (response.ok) return response
  throw await readProblem(response)
}
