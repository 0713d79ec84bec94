import { createServerDatabase, ensureServerTemplate } from '#lib/testing/database-server.ts'
import { ensureClient } from '../launcher/generate-client.ts'
import { stopChildrenWithUs } from '../launcher/processes.ts'
import { addTotals, type Totals, toExitCode } from '../launcher/steps.ts'
import { runVitest } from '../launcher/test-reports.ts'
import { withBuiltStack } from '../launcher/test-stack.ts'
import { provideServer } from '../pg/server.ts'

/**
 * `npm run test:pg`: the database, HTTP and crash tests once more, on a PostgreSQL server. Where there is none it fails:
 * nothing is left out in silence. The last line says `N passed, N failed`.
 */
export async function run(args: string[]): Promise<number> {
  stopChildrenWithUs()
  const totals = await runOnServer(args).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    return { passed: 0, failed: 1 }
  })
  console.log(`\n${totals.passed} passed, ${totals.failed} failed`)
  return toExitCode(totals)
}

async function runOnServer(args: string[]): Promise<Totals> {
  const server = await provideServer()
  try {
    // Vitest and the stacks of crash tests make their databases there.
    process.env.TEST_DATABASE_URL = server.url
    console.log(`\n── database tests on ${server.description} ──`)
    await ensureClient()
    const database = await runVitest('db', args)
    console.log(`\n── HTTP tests on ${server.description} ──`)
    return addTotals(database, await runHttpTests(server.url, args))
  } finally {
    await server.stop()
  }
}

async function runHttpTests(serverUrl: string, args: string[]): Promise<Totals> {
  const database = await createServerDatabase(serverUrl, await ensureServerTemplate(serverUrl))
  try {
    process.env.DATABASE_URL = database.appUrl
    process.env.DATABASE_MIGRATION_URL = database.ownerUrl
    return await withBuiltStack((env) => runVitest('http', args, env))
  } finally {
    await database.stop()
  }
}
