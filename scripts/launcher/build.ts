import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fingerprint, isStamped, stamp } from './fingerprint.ts'
import { mustRunNode } from './processes.ts'

const STAMP = '.next/fingerprint'
const STANDALONE = '.next/standalone'
const SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'prisma/schema',
  'scripts/after-build',
  'instrumentation.ts',
  'instrumentation-node.ts',
  'proxy.ts',
  'next.config.mjs',
  'package-lock.json',
  'postcss.config.mjs',
  'tsconfig.json',
]

/** Builds the web server when its sources have changed. */
export async function ensureBuild(): Promise<void> {
  copyPdfAssets()
  const print = fingerprint(SOURCES)
  if (isStamped(STAMP, print) && existsSync(`${STANDALONE}/server.js`)) return
  console.log('Building (about half a minute) …')
  // A stamp of an older build must not survive a build that breaks off.
  rmSync(STAMP, { force: true })
  await mustRunNode('The build', ['node_modules/next/dist/bin/next', 'build'])
  if (!existsSync(`${STANDALONE}/server.js`))
    throw new Error('The build ended without a server. Run it again; remove .next if that does not help.')
  // Next leaves these two to us: they may as well come from a file server of one's own.
  cpSync('.next/static', `${STANDALONE}/.next/static`, { recursive: true })
  cpSync('public', `${STANDALONE}/public`, { recursive: true })
  await runAfterBuild()
  stamp(STAMP, print)
}

/** What can only be done with the built routes, such as writing the description of the API. */
async function runAfterBuild(): Promise<void> {
  const steps = existsSync('scripts/after-build') ? readdirSync('scripts/after-build').sort() : []
  for (const step of steps.filter((name) => name.endsWith('.ts'))) {
    await mustRunNode(`scripts/after-build/${step}`, [
      '--conditions=react-server',
      `scripts/after-build/${step}`,
    ])
  }
}

/** Fonts, character maps and decoders that pdf.js fetches in the browser; the folder carries the version, so it can be cached for ever. */
export function copyPdfAssets(): void {
  const source = 'node_modules/pdfjs-dist'
  const { version } = JSON.parse(readFileSync(`${source}/package.json`, 'utf8'))
  const target = path.join('public/pdfjs', version)
  if (existsSync(target)) return
  rmSync('public/pdfjs', { recursive: true, force: true })
  for (const folder of ['cmaps', 'iccs', 'standard_fonts', 'wasm']) {
    cpSync(path.join(source, folder), path.join(target, folder), { recursive: true })
  }
}
