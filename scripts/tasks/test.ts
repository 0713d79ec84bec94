import { ensureChromium } from '../launcher/chromium.ts'
import { stopChildrenWithUs } from '../launcher/processes.ts'
import { addTotals, runSteps, type Totals, toExitCode } from '../launcher/steps.ts'
import { runPlaywright, runVitest } from '../launcher/test-reports.ts'
import { withBuiltStack } from '../launcher/test-stack.ts'
import { VERIFY_STEPS } from './verify.ts'

/**
 * `npm test`: verify, unit, database, HTTP and browser tests, all of them even when an early part fails. The last line
 * says `N passed, N failed`.
 */
export async function run(args: string[]): Promise<number> {
  stopChildrenWithUs()
  // Always the embedded database: `npm run test:pg` is for servers, and nobody's own is written to by a test.
  for (const name of ['TEST_DATABASE_URL', 'DATABASE_URL', 'DATABASE_MIGRATION_URL']) delete process.env[name]
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

function runAgainstStack(args: string[]): Promise<Totals> {
  return withBuiltStack(async (env) => {
    const http = await runVitest('http', args, env)
    const browser = await testInBrowser(args, env).catch(asFailure)
    return addTotals(http, browser)
  })
}

async function testInBrowser(args: string[], env: Record<string, string>): Promise<Totals> {
  return runPlaywright(args, { ...env, CHROMIUM_PATH: ensureChromium() })
}

function asFailure(error: unknown): Totals {
  console.error(error instanceof Error ? error.message : error)
  return { passed: 0, failed: 1 }
}
