import { type NextRequest, NextResponse } from 'next/server'
import { env } from '#lib/platform/env.ts'
import { PAGE_PATH_HEADER } from '#lib/platform/http/page-path.ts'
import { buildPagePolicy } from '#lib/platform/http/page-policy.ts'

/**
 * Gives each page its policy with a nonce, and sends strangers from a workspace's pages to the sign-in page. The redirect
 * is a courtesy and looks at no more than whether there is a cookie: who may see what is decided by pages and routes.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl
  if (pathname.startsWith('/w/') && !hasSessionCookie(request)) {
    const target = `/sign-in?callbackUrl=${encodeURIComponent(pathname + search)}`
    // Never from the request's own address: behind a proxy that is the internal one.
    return NextResponse.redirect(new URL(target, env().appUrl))
  }
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64')
  const policy = buildPagePolicy(nonce, env().isDevServer)
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set(PAGE_PATH_HEADER, pathname + search)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

export const config = {
  // Static files have a policy in next.config; the API and the probes set their own; and a proxy in front of uploads would
  // cut them at 10 MB. What is not there gets the policy with the page that says so.
  matcher: [{ source: '/((?!api/|_next/static/|pdfjs/|healthz$|readyz$|metrics$).*)' }],
}

function hasSessionCookie(request: NextRequest): boolean {
  return request.cookies.has('footnote.session') || request.cookies.has('__Host-footnote.session')
}
