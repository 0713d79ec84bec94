// `npm start`, `npm test` and the other scripts. Built-ins only and plain JavaScript, because it runs on whatever Node is
// here (20.19 or newer) before anything is installed. It installs, then hands over to scripts/tasks on the pinned Node.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { ensureDependencies } from './launcher/dependencies.mjs'
import { runOnPinnedNode } from './launcher/pinned-node.mjs'

const root = path.resolve(import.meta.dirname, '..')
process.chdir(root)
if (existsSync('.env')) process.loadEnvFile('.env')

const [task = 'start', ...rest] = process.argv.slice(2)
ensureDependencies(root)
process.exitCode = await runOnPinnedNode(root, task, rest)
