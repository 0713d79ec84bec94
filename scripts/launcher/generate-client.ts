import { existsSync } from 'node:fs'
import { fingerprint, isStamped, stamp } from './fingerprint.ts'
import { mustRunNode } from './processes.ts'

const CLIENT = 'lib/platform/db/generated'
const STAMP = `${CLIENT}/.fingerprint`

/** Generates the Prisma client when the schema has changed. */
export async function ensureClient(): Promise<void> {
  const print = fingerprint(['prisma/schema', 'prisma.config.ts', 'package.json'])
  if (isStamped(STAMP, print) && existsSync(`${CLIENT}/client.ts`)) return
  console.log('Generating the database client …')
  // Generating needs no native engine, but Prisma looks for one and would try to download it: any program will do.
  const env = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath }
  await mustRunNode('Generating the database client', ['node_modules/prisma/build/index.js', 'generate'], env)
  stamp(STAMP, print)
}
