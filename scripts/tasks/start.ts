import { ensureBuild } from '../launcher/build.ts'
import { ensureClient } from '../launcher/generate-client.ts'
import { runStack } from '../launcher/run-stack.ts'
import type { Stack } from '../launcher/stack.ts'
import { describeStaffLink } from '../launcher/staff-link.ts'

/** `npm start`: everything, from nothing to an address. */
export function run(): Promise<number> {
  const prepare = async () => {
    await ensureClient()
    await ensureBuild()
  }
  return runStack({ web: 'built', prepare }, announce)
}

async function announce({ url, dataDir, database }: Stack): Promise<void> {
  const staffLines = await describeStaffLink(database.url, url)
  const seconds = (performance.now() / 1000).toFixed(1)
  const databaseLine =
    database.kind === 'embedded'
      ? 'embedded; survives killed processes, gives no guarantee when the power fails'
      : new URL(database.url).host
  console.log(`
  Footnote is ready at ${url}   (${seconds} s)

  Data      ${dataDir}
  Database  ${databaseLine}
  Model     builtin: quotes the best passages, needs no key
  Mail      stays on this machine: ${url}/dev/mail
  Logs      ${dataDir}/logs
${staffLines}
  Stop with Ctrl-C.
`)
}
