import { env } from '#lib/platform/env.ts'
import { AppError } from '#lib/platform/errors.ts'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Refuses a changing call that another site makes with our visitor's cookies. Browsers send Origin with every such call;
 * where it is missing, Sec-Fetch-Site decides, and a caller with neither is no browser.
 *
 * @throws AppError cross_origin
 */
export function assertSameOrigin(request: Request): void {
  const origin = request.headers.get('origin')
  const site = request.headers.get('sec-fetch-site')
  const same =
    origin === null ? site === null || site === 'same-origin' || site === 'none' : isOwnOrigin(origin)
  if (!same)
    throw new AppError(
      'cross_origin',
      'This call came from another site. Open Footnote itself and try again.',
    )
}

function isOwnOrigin(origin: string): boolean {
  const own = new URL(env().appUrl)
  if (origin === own.origin) return true
  // On a laptop, localhost and 127.0.0.1 are the same server under two names.
  if (!LOOPBACK.has(own.hostname) || !URL.canParse(origin)) return false
  const other = new URL(origin)
  return other.protocol === own.protocol && other.port === own.port && LOOPBACK.has(other.hostname)
}
