import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'

/** Runs `npm ci` when node_modules is not what package-lock.json says. */
export function ensureDependencies(root) {
  if (isInstalled(root)) return
  console.log('Installing dependencies (once; takes a minute or two) …')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const options = { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' }
  // Building needs what npm leaves out where NODE_ENV says production.
  const { status } = spawnSync(
    npm,
    ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    options,
  )
  if (status === 0) return
  console.error('Installing failed. Run `npm ci` to see why, then try again.')
  process.exit(1)
}

/** npm leaves a lockfile of what it really installed; optional packages of other platforms are missing from it. */
function isInstalled(root) {
  const wanted = readPackages(path.join(root, 'package-lock.json'))
  const installed = readPackages(path.join(root, 'node_modules', '.package-lock.json'))
  if (!wanted || !installed) return false
  return Object.entries(wanted).every(
    ([location, entry]) =>
      location === '' || entry.optional || entry.extraneous || installed[location]?.version === entry.version,
  )
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return null
  }
}
