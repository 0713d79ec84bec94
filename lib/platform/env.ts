import path from 'node:path'
import * as z from 'zod'
import { processState } from './process-state.ts'

/** Settings of this process, parsed once. This file is the only reader of `process.env` in app and lib. */
export interface Env {
  /** What people type into their browser, without a trailing slash. Every absolute link is built from it. */
  readonly appUrl: string
  /** The host of `appUrl` is not loopback. NODE_ENV is never asked: the standalone server always says "production". */
  readonly isProduction: boolean
  /** `npm run dev` serves: pages may evaluate code. Never in production. */
  readonly isDevServer: boolean
  /** Absolute. Holds files, mail, secrets and the embedded database. */
  readonly dataDir: string
  readonly databaseUrl: string
  readonly databaseKind: 'embedded' | 'server'
  readonly databasePoolMax: number
  /** The first signs; all of them verify, so a secret can be replaced without signing everybody out. */
  readonly authSecrets: readonly [string, ...string[]]
  /** `file`: the development mailbox in `<dataDir>/mail`, listed at /dev/mail. */
  readonly mailDelivery: 'file'
  /** Who operates the platform: asked about requests for a plan, told when the books do not balance. null = nobody is. */
  readonly adminEmail: string | null
  /** How often it is looked at whether the books balance. */
  readonly controlCheckSeconds: number
  /** What readers of /metrics present; null = open, which only a loopback address may be. */
  readonly metricsToken: string | null
  /** How many proxies in front of us may be believed about X-Forwarded-For. */
  readonly trustedProxyHops: number
  /** Pause between the words of the builtin model; a stream that can be watched, stopped and reloaded. */
  readonly builtinPauseMs: number
}

type RawEnv = Record<string, string | undefined>

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an address such as https://footnote.example.org' })
  .transform((value) => value.replace(/\/+$/, ''))

const rawSchema = z.object({
  APP_URL: httpUrl.optional(),
  HOST: z.string().optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** Set by the launcher alone. */
  FOOTNOTE_WEB: z.enum(['built', 'dev']).default('built'),
  FOOTNOTE_DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z.string({
    error: 'is not set. Give it a postgresql:// address, or run `npm start`, which brings a database',
  }),
  FOOTNOTE_DATABASE_KIND: z.enum(['embedded', 'server']).default('server'),
  DATABASE_POOL_MAX: z.coerce.number().int().min(2).max(100).default(10),
  EMBEDDED_DATABASE_IN_PRODUCTION: z.string().optional(),
  NEXTAUTH_SECRET: z
    .string({
      error: 'is not set. Make one with `openssl rand -base64 32`; `npm start` makes one on a laptop',
    })
    .transform((value) => value.split(/[\s,]+/).filter(Boolean))
    .refine((secrets) => secrets.length > 0 && secrets.every((secret) => secret.length >= 32), {
      error: 'needs secrets of at least 32 characters (several may stand behind commas, the first one signs)',
    }),
  MAIL_DELIVERY: z.enum(['file'], { error: 'can only be "file" in this version' }).default('file'),
  ADMIN_EMAIL: z.email({ error: 'must be an e-mail address such as ops@example.org' }).optional(),
  CONTROL_CHECK_SECONDS: z.coerce.number().int().min(1).max(3_600).default(60),
  METRICS_TOKEN: z
    .string()
    .min(16, { error: 'needs at least 16 characters: make one with `openssl rand -base64 32`' })
    .optional(),
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  BUILTIN_MODEL_PAUSE_MS: z.coerce.number().int().min(0).max(5_000).default(15),
})
type Raw = z.output<typeof rawSchema>

/** Raised at start-up; the message lists every problem and what to set. */
export class EnvError extends Error {
  constructor(problems: readonly string[]) {
    super(`The environment needs mending:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.name = 'EnvError'
  }
}

/** @throws EnvError when something is missing or unsafe. */
export function env(): Env {
  return processState('env', () => parseEnv(process.env))
}

/** Apart from `env`, so that a process can write its first log line before its settings are complete. */
export function logLevel(): LogLevel {
  return LOG_LEVELS.find((level) => level === process.env.LOG_LEVEL) ?? 'info'
}

/**
 * The web server's own check: Next listens on HOSTNAME, or everywhere when it is not set.
 *
 * @throws EnvError when strangers could reach the server although nobody said under which address.
 */
export function assertListeningAddress(): void {
  const problems = listeningProblems(process.env.HOSTNAME ?? '0.0.0.0', process.env.APP_URL)
  if (problems.length > 0) throw new EnvError(problems)
}

/**
 * Settings from raw variables; empty strings count as not set.
 *
 * @throws EnvError naming each variable and what to set.
 */
export function parseEnv(source: RawEnv): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = rawSchema.safeParse(given)
  if (!parsed.success) {
    throw new EnvError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`))
  }
  const raw = parsed.data
  const appUrl = raw.APP_URL ?? `http://localhost:${raw.PORT}`
  const isProduction = !isLoopback(new URL(appUrl).hostname)
  const problems = [
    ...listeningProblems(raw.HOST ?? '127.0.0.1', raw.APP_URL),
    ...(isProduction ? productionProblems(raw, appUrl) : []),
  ]
  const [first, ...older] = raw.NEXTAUTH_SECRET
  if (problems.length > 0 || first === undefined) throw new EnvError(problems)
  return {
    appUrl,
    isProduction,
    isDevServer: raw.FOOTNOTE_WEB === 'dev' && !isProduction,
    dataDir: path.resolve(raw.FOOTNOTE_DATA_DIR),
    databaseUrl: raw.DATABASE_URL,
    databaseKind: raw.FOOTNOTE_DATABASE_KIND,
    databasePoolMax: raw.DATABASE_POOL_MAX,
    authSecrets: [first, ...older],
    mailDelivery: raw.MAIL_DELIVERY,
    adminEmail: raw.ADMIN_EMAIL ?? null,
    controlCheckSeconds: raw.CONTROL_CHECK_SECONDS,
    metricsToken: raw.METRICS_TOKEN ?? null,
    trustedProxyHops: raw.TRUSTED_PROXY_HOPS,
    builtinPauseMs: raw.BUILTIN_MODEL_PAUSE_MS,
  }
}

/** Whether only this machine can reach `host`. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
  return (
    bare === 'localhost' || bare.endsWith('.localhost') || bare === '::1' || /^127(\.\d{1,3}){3}$/.test(bare)
  )
}

function listeningProblems(host: string, appUrl: string | undefined): string[] {
  if (isLoopback(host) || appUrl) return []
  return [
    `HOST is ${host}, which others can reach. Set APP_URL to the address they use, e.g. https://footnote.example.org`,
  ]
}

function productionProblems(raw: Raw, appUrl: string): string[] {
  const problems: string[] = []
  if (!appUrl.startsWith('https://')) {
    problems.push(
      'APP_URL is not https: cookies and passwords would travel in the open. Put TLS in front and say https://',
    )
  }
  if (raw.FOOTNOTE_DATABASE_KIND === 'embedded' && raw.EMBEDDED_DATABASE_IN_PRODUCTION !== 'allowed') {
    problems.push(
      'DATABASE_URL is not set, and the embedded database does not survive a power cut. Set DATABASE_URL to a PostgreSQL ' +
        'with pgvector, or accept the risk by EMBEDDED_DATABASE_IN_PRODUCTION=allowed',
    )
  }
  if (raw.MAIL_DELIVERY === 'file') {
    problems.push(
      'MAIL_DELIVERY is "file": mail would stay on this machine. Delivery by SMTP is not part of this version; ' +
        'until it is, APP_URL has to stay a loopback address',
    )
  }
  return problems
}
