/**
 * Constant headers only: what stands here beats a header of the same name set by a route handler. Content-Security-Policy
 * (a nonce per request) is set by proxy.ts, and no-store of the API by the route wrapper.
 */
const constantHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  },
]

// The build does not know yet where it will run, so the header waits for a request that came by https to a real host.
const strictTransport = {
  source: '/:path*',
  has: [{ type: 'header', key: 'x-forwarded-proto', value: 'https' }],
  missing: [{ type: 'host', value: '(localhost|127\\..*|\\[::1\\])' }],
  headers: [{ key: 'Strict-Transport-Security', value: 'max-age=31536000; includeSubDomains' }],
}

// Its address holds a token that signs somebody in.
const noReferrer = {
  source: '/verify-email',
  headers: [{ key: 'Referrer-Policy', value: 'no-referrer' }],
}

/** @type {import('next').NextConfig} */
const config = {
  // Else `next dev` writes files for coding agents into the project root.
  agentRules: false,
  output: 'standalone',
  outputFileTracingRoot: import.meta.dirname,
  outputFileTracingExcludes: { '/*': ['.data/**', 'bench/**', 'docs/**', 'e2e/**', 'scripts/**'] },
  turbopack: { root: import.meta.dirname },
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run verify` checks the types of everything, tests included; starting the product need not do it again.
  typescript: { ignoreBuildErrors: true },
  // The optimizer is not needed and has been a way in (GHSA-2xp9-vwfh-vxw4).
  images: { unoptimized: true },
  // Parsing belongs to the worker; should the web ever reach these, they must not be bundled.
  serverExternalPackages: ['pdf-parse', 'pdfjs-dist', '@napi-rs/canvas'],
  headers: async () => [{ source: '/:path*', headers: constantHeaders }, noReferrer, strictTransport],
}

export default config
