import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { biomeConfig } from './biome-config.ts'

const FILE = 'biome.json'

/** @throws Error when biome.json is not what the rules make. */
export function checkLintConfig(): void {
  if (readFileSync(FILE, 'utf8') === format(JSON.stringify(biomeConfig()))) return
  throw new Error('biome.json is not what scripts/lint makes. Run `node scripts/lint/generate.ts --write`.')
}

function writeLintConfig(): void {
  // Twice: Biome reads the file that stands there while it formats the new one.
  writeFileSync(FILE, JSON.stringify(biomeConfig(), null, 2))
  writeFileSync(FILE, format(JSON.stringify(biomeConfig())))
}

/** In Biome's own format, so that the formatter leaves the file alone. */
function format(json: string): string {
  const args = ['format', '--stdin-file-path=generated.json']
  return execFileSync('node_modules/.bin/biome', args, { input: json, encoding: 'utf8' })
}

if (import.meta.main && process.argv.includes('--write')) writeLintConfig()
