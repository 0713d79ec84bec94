import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { lockDataDir, openDataDir, openLog } from './data-dir.ts'
import { type Database, openDatabase } from './database.ts'
import { findPort } from './port.ts'
import type { Environment } from './processes.ts'
import { describeReady } from './ready-file.ts'
import { appEnvironment, listeningHost } from './settings.ts'
import { type Supervised, supervise } from './supervised.ts'

const READY_TIMEOUT_MS = 60_000
const READY_POLL_MS = 50

export interface Stack {
  url: string
  dataDir: string
  database: Database
  environment: Environment
  stop(): Promise<void>
}

export interface StackOptions {
  /** `built`: the standalone server. `dev`: Next's development server. */
  web: 'built' | 'dev'
  /** Called once the folder is ours, before anything is started: the place to build. */
  prepare(): Promise<void>
}

/** Starts database, web and worker on FOOTNOTE_DATA_DIR and PORT, and resolves when people can use them. */
export async function startStack({ web, prepare }: StackOptions): Promise<Stack> {
  const dataDir = openDataDir()
  lockDataDir(dataDir)
  const readyFile = path.join(dataDir, 'ready.json')
  rmSync(readyFile, { force: true })
  await prepare()
  const database = await openDatabase(dataDir)
  const started: Supervised[] = []
  const stop = async () => {
    rmSync(readyFile, { force: true })
    await Promise.all(started.map((process) => process.stop()))
    // Last: the others still write while they drain.
    await database.stop()
  }

  try {
    const port = await choosePort()
    const environment = appEnvironment({ dataDir, database, port, web })
    const url = environment.APP_URL ?? ''
    const pids = () => ({
      launcher: process.pid,
      web: started[0]?.pid(),
      worker: started[1]?.pid(),
      database: database.pid(),
    })
    const writeReady = () =>
      writeFileSync(readyFile, describeReady({ url, port, pids: pids() }, database), { mode: 0o600 })

    let workerIsReady = () => {}
    const workerReady = new Promise<void>((resolve) => {
      workerIsReady = resolve
    })
    let isReady = false
    const onStart = () => void (isReady && setImmediate(writeReady))
    started.push(supervise('web', webProcess(web, dataDir, environment, port), onStart))
    started.push(
      supervise('worker', workerProcess(dataDir, environment), (child) => {
        onStart()
        child.on('message', () => workerIsReady())
      }),
    )
    const deadline = AbortSignal.timeout(READY_TIMEOUT_MS)
    await Promise.all([webReady(port, deadline), before(workerReady, deadline)]).catch(() => {
      throw new Error(
        `Footnote did not become ready within a minute. What happened stands in ${dataDir}/logs.`,
      )
    })
    isReady = true
    writeReady()
    return { url, dataDir, database, environment, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function choosePort(): Promise<number> {
  const wanted = Number(process.env.PORT || 3000)
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65_535)
    throw new Error(`PORT is no port number: ${process.env.PORT}`)
  const port = await findPort(listeningHost(), wanted)
  if (wanted !== 0 && port !== wanted) console.log(`Port ${wanted} is taken; using ${port}.`)
  return port
}

function webProcess(web: StackOptions['web'], dataDir: string, env: Environment, port: number) {
  const output = web === 'dev' ? ('inherit' as const) : openLog(dataDir, 'web')
  if (web === 'built') return { args: ['server.js'], cwd: '.next/standalone', env, output }
  const args = [
    'node_modules/next/dist/bin/next',
    'dev',
    '--port',
    String(port),
    '--hostname',
    listeningHost(),
  ]
  return { args, env, output }
}

function workerProcess(dataDir: string, env: Environment) {
  return {
    args: ['--conditions=react-server', 'lib/jobs/worker.ts'],
    env,
    output: openLog(dataDir, 'worker'),
  }
}

async function webReady(port: number, deadline: AbortSignal): Promise<void> {
  const host = listeningHost() === '0.0.0.0' ? '127.0.0.1' : listeningHost()
  for (;;) {
    deadline.throwIfAborted()
    const answer = await fetch(`http://${host}:${port}/readyz`, { signal: deadline }).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, READY_POLL_MS))
  }
}

function before<T>(work: Promise<T>, deadline: AbortSignal): Promise<T> {
  const tooLate = new Promise<never>((_resolve, reject) => {
    deadline.addEventListener('abort', () => reject(deadline.reason), { once: true })
  })
  return Promise.race([work, tooLate])
}
