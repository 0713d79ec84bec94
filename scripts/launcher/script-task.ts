import { existsSync } from 'node:fs'
import { ensureClient } from './generate-client.ts'
import { runNode, stopChildrenWithUs } from './processes.ts'

/** Runs a script that uses lib, with the arguments behind `--`. */
export async function runScript(file: string, args: string[]): Promise<number> {
  if (!existsSync(file)) throw new Error(`${file} is not part of this version.`)
  stopChildrenWithUs()
  await ensureClient()
  return runNode(['--conditions=react-server', file, ...args])
}
