/**
 * Constant headers only: what stands here beats a header of the same name set by a route handler. Content-Security-Policy
 * of pages (a nonce per request) is set by proxy.ts, that of the API by the route wrapper, with no-store.
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

// Their addresses hold a token that signs somebody in, or makes them staff.
const noReferrer = ['/verify-email', '/staff-setup'].map((source) => ({
  source,
  headers: [{ key: 'Referrer-Policy', value: 'no-referrer' }],
}))

// Files, the worker of the viewer among them, and the words "not found" in their places: nothing frames or embeds them.
const filePolicy = {
  key: 'Content-Security-Policy',
  value: "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
const files = ['/_next/static/:path*', '/pdfjs/:path*'].map((source) => ({ source, headers: [filePolicy] }))

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
  headers: async () => [
    { source: '/:path*', headers: constantHeaders },
    ...files,
    ...noReferrer,
    strictTransport,
  ],
}

export default config
