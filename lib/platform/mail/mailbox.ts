import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod'
import { env } from '#lib/platform/env.ts'
import { mailPayloadSchema } from './schema.ts'

const SHOWN = 50
const devMailSchema = z.object({ id: z.string(), createdAt: z.coerce.date(), ...mailPayloadSchema.shape })

/** A mail that stayed on this machine. */
export type DevMail = z.infer<typeof devMailSchema>

/** Writes `<data dir>/mail/<time>-<id>.json`; the same mail always into the same file. */
export async function writeDevMail(mail: DevMail): Promise<void> {
  const folder = mailDir()
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const name = `${mail.createdAt.toISOString().replace(/[:.]/g, '-')}-${mail.id}.json`
  const partial = path.join(folder, `.${name}`)
  await writeFile(partial, JSON.stringify(mail, null, 2), { mode: 0o600 })
  await rename(partial, path.join(folder, name))
}

/** The newest first, at most 50. @param to of this address only. */
export async function listDevMails({ to }: { to?: string } = {}): Promise<DevMail[]> {
  const names = await readdir(mailDir()).catch(() => [])
  const newest = names
    .filter((name) => !name.startsWith('.') && name.endsWith('.json'))
    .sort()
    .reverse()
  const mails: DevMail[] = []
  for (const name of newest) {
    if (mails.length === SHOWN) break
    const mail = devMailSchema.parse(JSON.parse(await readFile(path.join(mailDir(), name), 'utf8')))
    if (to === undefined || mail.to === to) mails.push(mail)
  }
  return mails
}

function mailDir(): string {
  return path.join(env().dataDir, 'mail')
}
