// Run after every change of dependencies. A registry that lacks the packages of some platforms makes npm leave them out of
// package-lock.json, and `npm ci` then refuses the lockfile. This adds them: name, version and platform, without a hash
// (nobody could download them here); a later `npm install` on a full registry fills that in.
import { readFileSync, writeFileSync } from 'node:fs'

const FILE = process.argv[2] ?? 'package-lock.json'
const EXACT_VERSION = /^\d+\.\d+\.\d+[\w.+-]*$/
const SYSTEMS = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'aix',
  'win32',
]
const PROCESSORS = [
  'arm64',
  'x64',
  'ia32',
  'arm',
  'ppc64',
  'riscv64',
  's390x',
  'loong64',
  'mips64el',
  'wasm32',
]
const ALIASES = { windows: 'win32', aarch64: 'arm64', x86: 'ia32' }

const lock = JSON.parse(readFileSync(FILE, 'utf8'))
const added = []
for (const [location, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (!EXACT_VERSION.test(version) || isPresent(location, name)) continue
    lock.packages[`node_modules/${name}`] = toEntry(name, version, entry)
    added.push(name)
  }
}
if (added.length > 0) {
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`)
}
console.log(`${added.length} optional packages of other platforms added`)

/** Whether Node's look-up from `location` upwards finds `name` in the lockfile. */
function isPresent(location, name) {
  for (let folder = location; ; folder = parentOf(folder)) {
    if (lock.packages[`${folder}${folder && '/'}node_modules/${name}`]) return true
    if (folder === '') return false
  }
}

function parentOf(location) {
  const start = location.lastIndexOf('node_modules/')
  return start <= 0 ? '' : location.slice(0, start - 1)
}

function toEntry(name, version, { dev, license }) {
  const words = name
    .toLowerCase()
    .split(/[/-]/)
    .map((word) => ALIASES[word] ?? word)
  const os = SYSTEMS.find((system) => words.includes(system))
  const cpu = PROCESSORS.find((processor) => words.includes(processor))
  return {
    version,
    ...(cpu && { cpu: [cpu] }),
    ...(dev && { dev }),
    ...(license && { license }),
    optional: true,
    ...(os && { os: [os] }),
    ...(libcOf(words) && { libc: [libcOf(words)] }),
  }
}

function libcOf(words) {
  if (words.includes('musl') || words.includes('linuxmusl')) return 'musl'
  return words.includes('gnu') ? 'glibc' : null
}
