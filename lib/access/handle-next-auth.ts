import { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { buildAuthOptions } from './auth-options.ts'

/**
 * Hands a request to next-auth.
 *
 * @param body already read and capped by the caller; next-auth would read without end.
 */
export async function handleNextAuth(
  request: NextRequest,
  context: { params: Promise<{ nextauth: string[] }> },
  body: Uint8Array | null,
): Promise<Response> {
  const { url, method, headers } = request
  const init = body === null ? { method, headers } : { method, headers, body: new Uint8Array(body) }
  return NextAuth(new NextRequest(url, init), context, buildAuthOptions(request))
}
