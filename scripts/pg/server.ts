import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { findPort } from '../launcher/port.ts'
import { installServer } from './install.ts'
import { findInstallation, type Installation } from './installation.ts'

const HOST = '127.0.0.1'
const PREFIX = 'footnote-pg-'
const START_MS = 30_000
const POLL_MS = 50
const STALE_MS = 6 * 60 * 60 * 1000
/** For tests: what the power cut would take may be lost, and many pools are open at once. */
const SETTINGS = {
  listen_addresses: HOST,
  unix_socket_directories: '',
  dynamic_shared_memory_type: 'mmap',
  fsync: 'off',
  max_connections: '200',
  shared_buffers: '256MB',
}

export interface TestServer {
  /** A superuser of a cluster that is for tests alone. */
  url: string
  description: string
  stop(): Promise<void>
}

/**
 * The server of TEST_DATABASE_URL, or one of our own on a free port and an empty folder. It ends with this process.
 *
 * @throws Error with the command that helps.
 */
export async function provideServer(): Promise<TestServer> {
  const given = process.env.TEST_DATABASE_URL
  if (given) return openGiven(given)
  const installation = findInstallation() ?? installServer()
  if (!installation) {
    throw new Error(
      'No PostgreSQL 16 or newer with pgvector 0.8 or newer was found, and none could be installed.\n' +
        'As root on Debian or Ubuntu one is installed for you: sudo npm run test:pg\n' +
        'Anywhere else, start one for tests alone and name its superuser, for example:\n' +
        '  docker run --rm -e POSTGRES_PASSWORD=test -p 127.0.0.1:54320:5432 pgvector/pgvector:pg17\n' +
        '  TEST_DATABASE_URL=postgresql://postgres:test@127.0.0.1:54320/postgres npm run test:pg',
    )
  }
  return startServer(installation)
}

async function openGiven(url: string): Promise<TestServer> {
  const description = await describeServer(url).catch((error: Error) => {
    throw new Error(`The server of TEST_DATABASE_URL cannot be used: ${error.message}`, { cause: error })
  })
  return { url, description, stop: async () => {} }
}

async function startServer(installation: Installation): Promise<TestServer> {
  const folder = makeFolder(installation)
  const password = randomBytes(16).toString('hex')
  const data = path.join(folder, 'data')
  const seen = (file: string) => path.join('/', path.relative(installation.root, file))
  initialize(installation, { folder, data: seen(data), password })
  const port = await findPort(HOST, 0)
  const options = { ...SETTINGS, port }
  const [program = '', ...args] = asServerUser(installation, 'postgres', [
    '-D',
    seen(data),
    ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ])
  const logFile = path.join(folder, 'log')
  const log = openSync(logFile, 'a', 0o600)
  const child = spawn(program, args, { stdio: ['ignore', log, log] })
  process.once('exit', () => child.kill('SIGQUIT'))
  const url = `postgresql://postgres:${password}@${HOST}:${port}/postgres`
  const stop = async () => {
    await end(child)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    return { url, description: await whenUp(url, child), stop }
  } catch (error) {
    const tail = readFileSync(logFile, 'utf8').split('\n').slice(-15).join('\n')
    await stop()
    throw new Error(`PostgreSQL did not start:\n${tail}`, { cause: error })
  }
}

function initialize(
  installation: Installation,
  { folder, data, password }: { folder: string; data: string; password: string },
): void {
  const passwordFile = path.join(folder, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  giveToServerUser(installation, passwordFile)
  const [program = '', ...args] = asServerUser(installation, 'initdb', [
    ...['-D', data, '-U', 'postgres', '--auth=scram-sha-256', '--no-sync'],
    `--pwfile=${path.join(path.dirname(data), 'password')}`,
    ...['--locale=C.UTF-8', '--encoding=UTF8'],
  ])
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', cwd: '/' })
  if (status !== 0) throw new Error(`PostgreSQL could not make its folder: ${stderr}`)
}

/** The server refuses to run as root. Its process ends when ours does, also by SIGKILL, where the system offers that. */
function asServerUser({ root, bin }: Installation, program: string, args: string[]): string[] {
  const command = [`${bin}/${program}`, ...args]
  if (process.platform !== 'linux') return command
  const user = serverUser(root)
  const change = user ? [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'] : []
  const confined = ['setpriv', ...change, '--pdeathsig=QUIT', ...command]
  return root === '/' ? confined : ['chroot', root, ...confined]
}

/** null where we are no root and stay who we are. */
function serverUser(root: string): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const users = readFileSync(path.join(root, 'etc/passwd'), 'utf8')
  const [, uid, gid] = /^(?:postgres):[^:]*:(\d+):(\d+):/m.exec(users) ?? []
  if (!uid || !gid) throw new Error('PostgreSQL is installed, but there is no user "postgres" to run it as.')
  return { uid: Number(uid), gid: Number(gid) }
}

function makeFolder(installation: Installation): string {
  const parent = installation.root === '/' ? tmpdir() : path.join(installation.root, 'tmp')
  mkdirSync(parent, { recursive: true })
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(PREFIX))) {
    const old = path.join(parent, name)
    const age = Date.now() - (statSync(old, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (age > STALE_MS) rmSync(old, { recursive: true, force: true })
  }
  const folder = mkdtempSync(path.join(parent, PREFIX))
  giveToServerUser(installation, folder)
  return folder
}

function giveToServerUser({ root }: Installation, file: string): void {
  const user = serverUser(root)
  if (user) chownSync(file, user.uid, user.gid)
}

/** Its password is ours alone, so an answer also says that no other server took the port. */
async function whenUp(url: string, child: ChildProcess): Promise<string> {
  const deadline = Date.now() + START_MS
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
    const answer = await describeServer(url).catch((error: unknown) => error)
    if (typeof answer === 'string') return answer
    if (Date.now() > deadline) throw answer
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

async function describeServer(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query(`
      SELECT current_setting('server_version') AS version, rolsuper AS "isSuperuser",
        (SELECT default_version FROM pg_available_extensions WHERE name = 'vector') AS pgvector
      FROM pg_roles WHERE rolname = current_user`)
    const [{ version, pgvector, isSuperuser }] = rows
    if (!isSuperuser)
      throw new Error('it has to name a superuser, since the tests make roles and take them away.')
    if (!pgvector) throw new Error('it has no pgvector.')
    return `PostgreSQL ${version} with pgvector ${pgvector}`
  } finally {
    await client.end()
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  // Fast shutdown: whoever is still connected is sent away.
  child.kill('SIGINT')
  await exited
}
