import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureBuild } from './build.ts'
import { ensureClient } from './generate-client.ts'
import { type Stack, startStack } from './stack.ts'

/** Builds the product, starts it on an empty folder and free ports, and lets `work` test it from outside. */
export async function withBuiltStack<T>(work: (env: Record<string, string>) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'footnote-test-'))
  process.env.FOOTNOTE_DATA_DIR = dataDir
  process.env.PORT = '0'
  process.env.APP_URL = ''
  // Slow enough for a person, and a test, to leave or stop in the middle of an answer.
  process.env.BUILTIN_MODEL_PAUSE_MS = '300'
  const stack = await startStack({ web: 'built', prepare })
  try {
    return await work(testEnvironment(stack))
  } finally {
    await stack.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function prepare(): Promise<void> {
  await ensureClient()
  await ensureBuild()
}

/** Where the tests find the stack: its address, and its folder with ready.json, mail and logs. */
function testEnvironment({ url, dataDir, database }: Stack): Record<string, string> {
  return {
    BASE_URL: url,
    TEST_BASE_URL: url,
    FOOTNOTE_DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    FOOTNOTE_DATABASE_KIND: database.kind,
  }
}
