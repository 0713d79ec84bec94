import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'

const OLDEST_SERVER = 16
const OLDEST_PGVECTOR = [0, 8]
const DEBIAN_PLACE = 'usr/lib/postgresql'

/** Programs of a PostgreSQL server that has pgvector. */
export interface Installation {
  /** Where its file system begins: '/', or a Debian of its own. */
  root: string
  /** The folder of its programs, seen from `root`. */
  bin: string
  version: number
}

/** Where `npm run test:pg` keeps its Debian with PostgreSQL: outside the checkout, so that all checkouts share it. */
export function rootDirectory(): string {
  return path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'footnote', 'postgresql-17')
}

/** The newest server of this machine, or of our own Debian, that Footnote can use. */
export function findInstallation(): Installation | null {
  const ownRoot = rootDirectory()
  return findIn('/') ?? (canChangeRoot() ? findIn(ownRoot) : null)
}

/** Debian's and Ubuntu's layout, in which several versions stand side by side. */
function findIn(root: string): Installation | null {
  const place = path.join(root, DEBIAN_PLACE)
  if (!existsSync(place)) return null
  const versions = readdirSync(place)
    .map(Number)
    .filter((version) => version >= OLDEST_SERVER)
    .sort((a, b) => b - a)
  for (const version of versions) {
    const bin = `/${DEBIAN_PLACE}/${version}/bin`
    const control = path.join(root, `usr/share/postgresql/${version}/extension/vector.control`)
    const isWhole = existsSync(path.join(root, bin, 'initdb')) && existsSync(control)
    if (isWhole && isNewEnough(readFileSync(control, 'utf8'))) return { root, bin, version }
  }
  return null
}

/** @param control the text of pgvector's vector.control. */
export function isNewEnough(control: string): boolean {
  const [, major, minor] = /^default_version\s*=\s*'(\d+)\.(\d+)/m.exec(control) ?? []
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_PGVECTOR
  return Number(major) > oldestMajor || (Number(major) === oldestMajor && Number(minor) >= oldestMinor)
}

/** On Linux as root; what installing needs, too. */
export function canChangeRoot(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0
}
