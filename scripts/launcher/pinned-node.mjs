import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const PARENT_CHECK_MS = 300
const LONG_RUNNING = new Set(['start', 'dev', 'worker'])

/**
 * Runs a task on the Node of package.json and answers its exit code. The channel between the two tells each that the
 * other is gone, also after a SIGKILL.
 */
export async function runOnPinnedNode(root, task, rest) {
  const bin = path.join(root, 'node_modules', '.bin')
  const child = spawn(
    findNode(root),
    ['--disable-warning=ExperimentalWarning', path.join(root, 'scripts', 'tasks', 'main.ts'), task, ...rest],
    {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      // Ctrl-C goes to the whole process group at once. In a group of its own the task hears of it through us alone, and
      // can stop web, worker and database in that order.
      detached: LONG_RUNNING.has(task),
      env: { ...process.env, PATH: bin + path.delimiter + (process.env.PATH ?? '') },
    },
  )
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal))
  }
  // `sh -c`, which npm starts us by, does not pass signals on. That npm was killed shows only in our parent.
  const parent = process.ppid
  setInterval(() => process.ppid === parent || child.kill('SIGTERM'), PARENT_CHECK_MS).unref()
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}

function findNode(root) {
  const version = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).devDependencies.node
  const pinned = path.join(
    root,
    'node_modules',
    'node',
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  )
  if (existsSync(pinned)) return pinned
  if (process.version === `v${version}`) return process.execPath
  console.error(
    `Node ${version} was not installed with the dependencies. Run \`npm rebuild node\`, or use Node ${version}.`,
  )
  process.exit(1)
}
