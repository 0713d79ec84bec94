import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const KNOWN_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/**
 * A Chromium to test with: CHROMIUM_PATH, an installed one, Debian's package where we may use apt, or Playwright's own.
 *
 * @throws Error with the command that helps.
 */
export function ensureChromium(): string {
  const given = process.env.CHROMIUM_PATH
  if (given && !existsSync(given)) throw new Error(`CHROMIUM_PATH names no file: ${given}`)
  const found = given ?? findChromium() ?? (installByApt() || installByPlaywright() ? findChromium() : null)
  if (found) return found
  throw new Error(
    'No Chromium was found and none could be installed. Run `npx playwright install --with-deps chromium` or ' +
      '`apt-get install chromium`, or set CHROMIUM_PATH to one.',
  )
}

function findChromium(): string | null {
  return [...KNOWN_PLACES, chromium.executablePath()].find((place) => existsSync(place)) ?? null
}

function installByApt(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return false
  console.log('Installing Chromium by apt-get …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const run = (...args: string[]) => spawnSync('apt-get', args, { stdio: 'inherit', env }).status === 0
  return run('update', '-qq') && run('install', '-y', '-qq', '--no-install-recommends', 'chromium')
}

function installByPlaywright(): boolean {
  console.log('Installing Chromium by Playwright …')
  const args = ['node_modules/@playwright/test/cli.js', 'install', 'chromium']
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status === 0
}
