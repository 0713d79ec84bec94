import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const credentialsSchema = z.object({ postgres: z.string().min(32), footnote_app: z.string().min(32) })

/** Password of each login role of the embedded database: the owner of the tables, and the app. */
export type Credentials = z.infer<typeof credentialsSchema>

/** The passwords that stand in the data directory (0600); made at the first start. */
export function loadCredentials(dataDir: string): Credentials {
  const file = path.join(dataDir, 'credentials.json')
  if (!existsSync(file)) {
    const fresh: Credentials = { postgres: createPassword(), footnote_app: createPassword() }
    writeFileSync(file, JSON.stringify(fresh), { mode: 0o600 })
  }
  return credentialsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
}

function createPassword(): string {
  return randomBytes(24).toString('base64url')
}
