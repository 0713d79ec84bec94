import * as z from 'zod'

const csrfSchema = z.object({ csrfToken: z.string() })
const answerSchema = z.object({ url: z.string() })

export type SignInResult = 'done' | 'wrong' | 'too_many' | 'unavailable'

/**
 * Signs in by next-auth's own two calls. A token from before a change of secrets is refused with 200 and `csrf=true`
 * in the address, so that one is tried once more.
 */
export async function signIn(credentials: { email: string; password: string }): Promise<SignInResult> {
  const first = await attempt(credentials)
  return first === 'stale' ? toResult(await attempt(credentials)) : first
}

export async function signOut(): Promise<void> {
  await post('/api/auth/signout', { callbackUrl: '/' })
}

async function attempt(credentials: { email: string; password: string }): Promise<SignInResult | 'stale'> {
  try {
    const response = await post('/api/auth/callback/credentials', { ...credentials, callbackUrl: '/w' })
    if (response.status === 429) return 'too_many'
    const parsed = answerSchema.safeParse(await response.json())
    if (!parsed.success) return 'unavailable'
    const { searchParams } = new URL(parsed.data.url, location.origin)
    if (searchParams.get('csrf') === 'true') return 'stale'
    const error = searchParams.get('error')
    return error === null && response.ok ? 'done' : toReason(error)
  } catch {
    return 'unavailable'
  }
}

/** What next-auth calls an error, in our words. */
export function toReason(error: string | null): SignInResult {
  if (error === 'CredentialsSignin') return 'wrong'
  if (error === 'TooManyAttempts') return 'too_many'
  return 'unavailable'
}

function toResult(result: SignInResult | 'stale'): SignInResult {
  return result === 'stale' ? 'unavailable' : result
}

async function post(path: string, fields: Record<string, string>): Promise<Response> {
  const { csrfToken } = csrfSchema.parse(await (await fetch('/api/auth/csrf')).json())
  return fetch(path, { method: 'POST', body: new URLSearchParams({ ...fields, csrfToken, json: 'true' }) })
}
