import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod'
import { runNode } from './processes.ts'
import type { Totals } from './steps.ts'

const REPORTS = 'test-results'
const vitestSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
})
const playwrightSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
})

/** Runs one project of Vitest. A skipped test counts as failed: nothing is left out in silence. */
export async function runVitest(
  project: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Totals> {
  const report = path.join(REPORTS, `vitest-${project}.json`)
  rmSync(report, { force: true })
  const code = await runNode(
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      `--project=${project}`,
      '--passWithNoTests',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ],
    { LOG_LEVEL: 'silent', ...env },
  )
  const found = vitestSchema.safeParse(readReport(report))
  if (!found.success) return { passed: 0, failed: 1 }
  const { numPassedTests, numFailedTests, numPendingTests } = found.data
  return atLeastOneFailure(code, { passed: numPassedTests, failed: numFailedTests + numPendingTests })
}

/** Runs the journeys in a browser. Flaky counts as failed. */
export async function runPlaywright(args: string[], env: Record<string, string>): Promise<Totals> {
  const report = path.join(REPORTS, 'playwright.json')
  rmSync(report, { force: true })
  const code = await runNode(['node_modules/@playwright/test/cli.js', 'test', ...args], env)
  const found = playwrightSchema.safeParse(readReport(report))
  if (!found.success) return { passed: 0, failed: 1 }
  const { expected, unexpected, flaky, skipped } = found.data.stats
  return atLeastOneFailure(code, { passed: expected, failed: unexpected + flaky + skipped })
}

/** A file that does not even load holds no failed test, but failed it has. */
function atLeastOneFailure(code: number, totals: Totals): Totals {
  return code !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals
}

function readReport(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}
