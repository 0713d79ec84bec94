import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureBuild } from '../launcher/build.ts'
import { ensureChromium } from '../launcher/chromium.ts'
import { ensureClient } from '../launcher/generate-client.ts'
import { stopChildrenWithUs } from '../launcher/processes.ts'
import { type Stack, startStack } from '../launcher/stack.ts'
import { addTotals, runSteps, type Totals, toExitCode } from '../launcher/steps.ts'
import { runPlaywright, runVitest } from '../launcher/test-reports.ts'
import { VERIFY_STEPS } from './verify.ts'

/**
 * `npm test`: verify, unit, database, HTTP and browser tests, all of them even when an early part fails. The last line
 * says `N passed, N failed`.
 */
export async function run(args: string[]): Promise<number> {
  stopChildrenWithUs()
  let totals: Totals = { passed: 0, failed: 0 }
  const part = async (title: string, work: () => Promise<Totals>) => {
    console.log(`\n── ${title} ──`)
    totals = addTotals(totals, await work().catch(asFailure))
  }
  await part('verify', () => runSteps(VERIFY_STEPS))
  await part('unit tests', () => runVitest('unit', args))
  await part('database tests', () => runVitest('db', args))
  await part('HTTP and browser tests', () => runAgainstStack(args))
  console.log(`\n${totals.passed} passed, ${totals.failed} failed`)
  return toExitCode(totals)
}

/** Builds the product, starts it on an empty folder and free ports, and tests it from outside. */
async function runAgainstStack(args: string[]): Promise<Totals> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'footnote-test-'))
  process.env.FOOTNOTE_DATA_DIR = dataDir
  process.env.PORT = '0'
  process.env.APP_URL = ''
  // Slow enough for a person, and a test, to leave or stop in the middle of an answer.
  process.env.BUILTIN_MODEL_PAUSE_MS = '300'
  const stack = await startStack({ web: 'built', prepare })
  try {
    const env = testEnvironment(stack)
    const http = await runVitest('http', args, env)
    const browser = await testInBrowser(args, env).catch(asFailure)
    return addTotals(http, browser)
  } finally {
    await stack.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function prepare(): Promise<void> {
  await ensureClient()
  await ensureBuild()
}

async function testInBrowser(args: string[], env: Record<string, string>): Promise<Totals> {
  return runPlaywright(args, { ...env, CHROMIUM_PATH: ensureChromium() })
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

function asFailure(error: unknown): Totals {
  console.error(error instanceof Error ? error.message : error)
  return { passed: 0, failed: 1 }
}
