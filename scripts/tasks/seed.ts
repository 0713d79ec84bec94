import { existsSync } from 'node:fs'
import { lockDataDir, openDataDir } from '../launcher/data-dir.ts'
import { openDatabase } from '../launcher/database.ts'
import { ensureClient } from '../launcher/generate-client.ts'
import { runNode, stopChildrenWithUs } from '../launcher/processes.ts'
import { appEnvironment } from '../launcher/settings.ts'

const SEED = 'prisma/seed.ts'

/** `npm run seed`: fills the database with people and documents to look at. The stack must not run meanwhile. */
export async function run(args: string[]): Promise<number> {
  if (!existsSync(SEED)) throw new Error(`${SEED} is not part of this version.`)
  stopChildrenWithUs()
  await ensureClient()
  const dataDir = openDataDir()
  lockDataDir(dataDir)
  const database = await openDatabase(dataDir)
  try {
    return await runNode(
      ['--conditions=react-server', SEED, ...args],
      appEnvironment({ dataDir, database, port: 3000, web: 'built' }),
    )
  } finally {
    await database.stop()
  }
}
