import { copyPdfAssets } from '../launcher/build.ts'
import { ensureClient } from '../launcher/generate-client.ts'
import { runStack } from '../launcher/run-stack.ts'
import { describeStaffLink } from '../launcher/staff-link.ts'

/** `npm run dev`: as `npm start`, but pages and routes follow your edits. The worker does not: restart for it. */
export function run(): Promise<number> {
  const prepare = async () => {
    await ensureClient()
    copyPdfAssets()
  }
  return runStack({ web: 'dev', prepare }, async ({ url, dataDir, database }) => {
    const staffLines = await describeStaffLink(database.url, url)
    console.log(
      `\n  Footnote (development) is ready at ${url}\n  Mail: ${url}/dev/mail   Worker log: ${dataDir}/logs/worker.log\n${staffLines}`,
    )
  })
}
