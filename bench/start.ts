import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { median } from './statistics.ts'

const WARM_STARTS = 5
const READY = /is ready at/

/**
 * How long `npm start` (without npm's own start) takes until the product can be used: with an empty data folder, and again (warm). Both with the
 * packages installed and the build done; `--fresh` also clones the repository into an empty folder and starts there,
 * packages and build included.
 */
export async function benchStart(): Promise<boolean> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'footnote-bench-'))
  try {
    const first = await timeStart(process.cwd(), dataDir)
    const warm: number[] = []
    for (let i = 0; i < WARM_STARTS; i++) warm.push(await timeStart(process.cwd(), dataDir))
    console.log(`first start, empty data folder: ${seconds(first)}`)
    console.log(`warm start, median of ${WARM_STARTS}: ${seconds(median(warm))} (goal ≤ 5 s)`)
    if (process.argv.includes('--fresh'))
      console.log(`fresh clone to ready: ${seconds(await timeFreshClone())}`)
    return true
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function timeFreshClone(): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'footnote-clone-'))
  const clone = path.join(folder, 'footnote')
  try {
    await finish(spawn('git', ['clone', '--quiet', process.cwd(), clone], { stdio: 'inherit' }))
    return await timeStart(clone, path.join(clone, '.data'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @returns milliseconds from the command to the line that names the address; the stack is stopped then. */
async function timeStart(folder: string, dataDir: string): Promise<number> {
  const startedAt = performance.now()
  // The launcher itself: npm would be gone before it has stopped everything, and the next start would be refused.
  const child = spawn('node', ['scripts/launch.mjs', 'start'], {
    cwd: folder,
    env: { ...process.env, PORT: '0', FOOTNOTE_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = finish(child)
  const ready = new Promise<number>((resolve) => {
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (READY.test(output)) resolve(performance.now() - startedAt)
    })
  })
  const tooEarly = ended.then(() => Promise.reject(new Error('npm start ended before it was ready.')))
  const took = await Promise.race([ready, tooEarly])
  child.kill('SIGTERM')
  await ended.catch(() => undefined)
  return took
}

function finish(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', () => resolve())
  })
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
