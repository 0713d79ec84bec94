import { ensureClient } from '../launcher/generate-client.ts'
import { startNode, stopProcess } from '../launcher/processes.ts'

/** `npm run worker`: one more worker on DATABASE_URL, with nothing else around it. It checks its own settings. */
export async function run(): Promise<number> {
  await ensureClient()
  const child = startNode({ args: ['--conditions=react-server', 'lib/jobs/worker.ts'] })
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const)
    process.on(signal, () => void stopProcess(child))
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 0)))
}
