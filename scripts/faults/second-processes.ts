import type { ChildProcess } from 'node:child_process'
import { openSync } from 'node:fs'
import path from 'node:path'
import type { TestStack } from '#lib/testing/stack.ts'
import { readOrCreateSecret } from '../launcher/data-dir.ts'
import { findPort } from '../launcher/port.ts'
import { startNode, stopProcess } from '../launcher/processes.ts'

const READY_MS = 60_000
const POLL_MS = 50
const HOST = '127.0.0.1'

export interface SecondProcess {
  pid: number
  stop(): Promise<void>
}

/** One more web process on the database and the folder of a stack, as docs/postgresql.md says. */
export async function startSecondWeb(stack: TestStack): Promise<SecondProcess & { url: string }> {
  const port = await findPort(HOST, 0)
  const env = {
    ...environmentOf(stack),
    PORT: String(port),
    HOSTNAME: HOST,
    NEXTAUTH_URL: stack.url,
    FOOTNOTE_WEB: 'built',
  }
  const web = { args: ['server.js'], cwd: '.next/standalone', env, output: openLog(stack, 'web-2') }
  const child = startNode(web)
  const url = `http://${HOST}:${port}`
  const deadline = Date.now() + READY_MS
  while (!(await fetch(`${url}/readyz`).catch(() => null))?.ok) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error('the second web did not start')
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  return { url, ...toProcess(child) }
}

/** One more worker, as `npm run worker` starts it. */
export async function startSecondWorker(stack: TestStack): Promise<SecondProcess> {
  const child = startNode({
    args: ['--conditions=react-server', 'lib/jobs/worker.ts'],
    env: environmentOf(stack),
    output: openLog(stack, 'worker-2'),
  })
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', () => reject(new Error('the second worker did not start')))
  })
  return toProcess(child)
}

function environmentOf({ environment, dataDir }: TestStack) {
  return { ...NOT_HANDED_ON, ...environment, NEXTAUTH_SECRET: readOrCreateSecret(dataDir) }
}

/** Of the test process, which has settings of its own. */
const NOT_HANDED_ON = Object.fromEntries(
  [
    'NODE_OPTIONS',
    'VITEST',
    'DATABASE_MIGRATION_URL',
    'DATABASE_POOL_MAX',
    'LOG_LEVEL',
    'HOST',
    'BASE_URL',
  ].map((name) => [name, undefined]),
)

function openLog({ dataDir }: TestStack, name: string): number {
  return openSync(path.join(dataDir, 'logs', `${name}.log`), 'a', 0o600)
}

function toProcess(child: ChildProcess): SecondProcess {
  return { pid: child.pid ?? -1, stop: () => stopProcess(child) }
}
