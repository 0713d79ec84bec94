import { rmSync } from 'node:fs'
import { ensureClient } from '../launcher/generate-client.ts'
import { runNode, stopChildrenWithUs } from '../launcher/processes.ts'
import { runSteps, type Step, toExitCode } from '../launcher/steps.ts'
import { checkSources } from '../lint/check-sources.ts'
import { checkLintConfig } from '../lint/generate.ts'
import { proveLintRules } from '../lint/prove-rules.ts'

/** Everything that can be said without running the product. Each step runs, also after another one failed. */
export const VERIFY_STEPS: Step[] = [
  { name: 'biome.json is what its generator writes', run: () => succeeds(checkLintConfig) },
  { name: 'the lint rules bite', run: () => succeeds(proveLintRules) },
  { name: 'sources keep the house rules', run: () => succeeds(checkSources) },
  { name: 'format and lint', run: () => tool('@biomejs/biome/bin/biome', 'check', '--error-on-warnings') },
  { name: 'the database client is generated', run: () => ensureClient().then(() => 0) },
  { name: 'route types', run: generateRouteTypes },
  // From nothing each time: the incremental state does not see that generated route types have changed.
  { name: 'types', run: () => tool('typescript/bin/tsc', '--noEmit', '--incremental', 'false') },
  { name: 'no unused code', run: () => tool('knip/bin/knip.js', '--no-progress') },
]

/** `npm run verify` */
export async function run(): Promise<number> {
  stopChildrenWithUs()
  return toExitCode(await runSteps(VERIFY_STEPS))
}

/** Those of a development server are older, and speak of routes that may be gone. */
function generateRouteTypes(): Promise<number> {
  rmSync('.next/dev/types', { recursive: true, force: true })
  return tool('next/dist/bin/next', 'typegen')
}

function tool(file: string, ...args: string[]): Promise<number> {
  return runNode([`node_modules/${file}`, ...args])
}

async function succeeds(check: () => void): Promise<number> {
  check()
  return 0
}
