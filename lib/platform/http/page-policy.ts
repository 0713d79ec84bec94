/**
 * The content policy of a page: scripts and style sheets need the nonce of this answer.
 *
 * @param isDevServer only `next dev` evaluates code and adds styles as it goes.
 */
export function buildPagePolicy(nonce: string, isDevServer: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevServer ? " 'unsafe-eval'" : ''}`,
    isDevServer ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self' https://checkout.stripe.com",
  ].join('; ')
}
