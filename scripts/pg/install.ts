// A PostgreSQL with pgvector from Debian's packages: straight from this release where it has them, else in a small Debian
// of its own, which touches nothing of this machine but a folder in the user's cache.
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { canChangeRoot, findInstallation, type Installation, rootDirectory } from './installation.ts'

const PACKAGES = ['postgresql-17', 'postgresql-17-pgvector']
const RELEASE = 'trixie'
const MIRROR = 'http://deb.debian.org/debian'
const STALE_MS = 6 * 60 * 60 * 1000
const MAX_OUTPUT_BYTES = 50_000_000
const INSTALL = ['install', '-y', '-qq', '--no-install-recommends']

/** @returns null where we may not install, or cannot. */
export function installServer(): Installation | null {
  if (!canChangeRoot() || !existsSync('/usr/bin/apt-get')) return null
  console.log('Installing PostgreSQL with pgvector (once; about a minute) …')
  // A failing third-party source must not keep us from the others.
  if (!run('apt-get', ['update', '-qq'])) console.log('apt-get update failed; going on with what is known.')
  const isInThisRelease = run('apt-get', ['install', '--simulate', '-qq', ...PACKAGES], 'ignore')
  const installed = isInThisRelease ? run('apt-get', [...INSTALL, ...PACKAGES]) : buildRoot()
  return installed ? findInstallation() : null
}

/** A minimal Debian with the server in it. Made aside and renamed, so that half of one is never taken for a whole. */
function buildRoot(): boolean {
  const target = rootDirectory()
  removeStale(path.dirname(target))
  const draft = `${target}-draft-${process.pid}`
  mkdirSync(draft, { recursive: true, mode: 0o755 })
  if (!fillRoot(draft)) {
    rmSync(draft, { recursive: true, force: true })
    return false
  }
  try {
    renameSync(draft, target)
  } catch {
    // Another run was faster; its Debian is as good as ours.
    rmSync(draft, { recursive: true, force: true })
  }
  return true
}

function fillRoot(root: string): boolean {
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'
  const hasTools = existsSync('/usr/sbin/debootstrap') && existsSync(keyring)
  if (!hasTools && !run('apt-get', [...INSTALL, 'debootstrap', 'debian-archive-keyring'])) return false
  const args = ['--variant=minbase', `--keyring=${keyring}`, RELEASE, root, debianMirror()]
  if (!runQuietly('debootstrap', args)) return false
  // Nothing may be started in there by its packages.
  writeFileSync(path.join(root, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n')
  chmodSync(path.join(root, 'usr/sbin/policy-rc.d'), 0o755)
  return runIn(
    root,
    `apt-get update -qq && apt-get ${INSTALL.join(' ')} ${PACKAGES.join(' ')} && apt-get clean && rm -rf /var/lib/apt/lists/*`,
  )
}

/** Package scripts look into /proc. The mount is gone with its namespace; where none is allowed they do without. */
function runIn(root: string, command: string): boolean {
  const mayMount = run('unshare', ['--mount', 'true'], 'ignore')
  if (!mayMount) return runQuietly('chroot', [root, 'sh', '-c', command])
  const script = 'mount --bind /proc "$1/proc" && exec chroot "$1" sh -c "$2"'
  return runQuietly('unshare', ['--mount', 'sh', '-c', script, 'sh', root, command])
}

/** The mirror this machine uses already, when it is one of Debian. */
function debianMirror(): string {
  const folder = '/etc/apt/sources.list.d'
  const lists = existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name)) : []
  for (const list of [...lists, '/etc/apt/sources.list'].filter((file) => existsSync(file))) {
    const [uri] = /https?:\/\/\S+\/debian\/?(?=\s)/.exec(readFileSync(list, 'utf8')) ?? []
    if (uri) return uri
  }
  return MIRROR
}

function run(program: string, args: string[], output: 'inherit' | 'ignore' = 'inherit'): boolean {
  return spawnSync(program, args, { stdio: ['ignore', output, output], env: environment() }).status === 0
}

/** Says something only when it fails. */
function runQuietly(program: string, args: string[]): boolean {
  const options = { encoding: 'utf8', env: environment(), maxBuffer: MAX_OUTPUT_BYTES } as const
  const { status, stdout, stderr } = spawnSync(program, args, options)
  if (status !== 0) console.error(`${stdout}${stderr}`.split('\n').slice(-20).join('\n'))
  return status === 0
}

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' }
}

/** What killed runs left behind. */
function removeStale(folder: string): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder).filter((entry) => entry.includes('-draft-'))) {
    const draft = path.join(folder, name)
    if (Date.now() - statSync(draft).mtimeMs > STALE_MS) rmSync(draft, { recursive: true, force: true })
  }
}
