import { isLoopback, parseEnv } from '#lib/platform/env.ts'
import { readOrCreateSecret } from './data-dir.ts'
import type { Database } from './database.ts'
import type { Environment } from './processes.ts'

/**
 * The environment of web and worker: what was given, with what the launcher knows filled in.
 *
 * @throws EnvError when it is incomplete or unsafe; so the person reads it here and not in a log.
 */
export function appEnvironment(stack: {
  dataDir: string
  database: Database
  port: number
  web: 'built' | 'dev'
}): Environment {
  const { dataDir, database, port, web } = stack
  const complete: Environment = {
    ...process.env,
    // The owner of the tables is for migrations alone.
    DATABASE_MIGRATION_URL: undefined,
    PORT: String(port),
    HOST: listeningHost(),
    // The page policy depends on it, so it is set either way and never inherited.
    FOOTNOTE_WEB: web,
    FOOTNOTE_DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    FOOTNOTE_DATABASE_KIND: database.kind,
    ...(mayMakeSecret()
      ? { NEXTAUTH_SECRET: process.env.NEXTAUTH_SECRET || readOrCreateSecret(dataDir) }
      : {}),
  }
  const { appUrl } = parseEnv(complete)
  return { ...complete, APP_URL: appUrl, NEXTAUTH_URL: appUrl, HOSTNAME: listeningHost() }
}

export function listeningHost(): string {
  return process.env.HOST || '127.0.0.1'
}

/** In production a missing secret is a mistake: two machines would sign with different ones. */
function mayMakeSecret(): boolean {
  return !process.env.APP_URL || isLoopback(new URL(process.env.APP_URL).hostname)
}
