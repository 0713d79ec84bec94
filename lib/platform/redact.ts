export const REDACTED = '[redacted]'
const MAX_DEPTH = 6

/** Field names whose values never reach a log: credentials, and what people wrote or uploaded. */
export const SECRET_FIELDS: readonly string[] = [
  'password newPassword currentPassword passwordHash passphrase secret secrets clientSecret authSecrets',
  'token tokens tokenHash accessToken refreshToken idToken csrfToken sessionToken jwt sid apiKey api_key hash',
  'cookie cookies set-cookie authorization proxy-authorization x-api-key stripe-signature signature',
  'databaseUrl database_url connectionString',
  'prompt question answer passages passage text html body content quote messages excerpt payload',
].flatMap((line) => line.split(' '))

const SECRET_NAMES = new Set(SECRET_FIELDS.map((name) => name.toLowerCase()))

const SECRET_PATTERNS: readonly [RegExp, string][] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, `$1 ${REDACTED}`],
  [/\b([a-z][a-z0-9+]*:\/\/[^\s:/@"]+):[^\s@"]+@/gi, `$1:${REDACTED}@`],
  [/\b((?:[\w-]*(?:token|secret|password|signature)|code|sid)=)[^&\s"\\]+/gi, `$1${REDACTED}`],
  [/\b(?:sk|pk|rk|whsec|fn)[-_](?:live_|test_|ant-|proj-)?[\w-]{16,}/g, REDACTED],
  [/\$argon2id?\$[^\s"]+/g, REDACTED],
  [/\beyJ[\w-]{8,}\.[\w.-]+/g, REDACTED],
]

/** A copy of `value` that is safe to log: fields with secret names blanked at any depth, errors turned into plain objects. */
export function redact(value: Record<string, unknown>): Record<string, unknown> {
  return redactObject(value, 0)
}

/** `line` without what looks like a credential, wherever it stands. */
export function scrub(line: string): string {
  return SECRET_PATTERNS.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line)
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (depth >= MAX_DEPTH) return '[deep]'
  if (value instanceof Error) return redactError(value, depth)
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1))
  if (value instanceof Map || value instanceof Set) return `[${value.size} entries]`
  if (value instanceof Headers) return redactObject(Object.fromEntries(value), depth)
  return redactObject(value, depth)
}

function redactObject(value: object, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(value)) {
    copy[name] = SECRET_NAMES.has(name.toLowerCase()) ? REDACTED : redactValue(field, depth + 1)
  }
  return copy
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...redactObject(error, depth),
    ...(error.cause === undefined ? {} : { cause: redactValue(error.cause, depth + 1) }),
  }
}
