import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

interface Probe {
  file: string
  source: string
  /** The rule that has to object, or null where the code is fine. */
  rule: string | null
}

const RESTRICTED = 'lint/style/noRestrictedImports'
const imports = (from: string, name = 'thing') => `import { ${name} } from '${from}'\n${name}()\n`

const PROBES: Probe[] = [
  { file: 'lib/platform/a.ts', source: imports('#lib/billing/index.ts'), rule: RESTRICTED },
  { file: 'lib/billing/a.ts', source: imports('#lib/workspaces/index.ts'), rule: RESTRICTED },
  { file: 'lib/chat/a.ts', source: imports('#lib/documents/repository.ts'), rule: RESTRICTED },
  { file: 'lib/chat/b.ts', source: imports('#lib/access/index.ts'), rule: RESTRICTED },
  { file: 'lib/chat/c.ts', source: imports('../documents/index.ts'), rule: RESTRICTED },
  { file: 'lib/chat/d.ts', source: imports('#components/ui/button.tsx'), rule: RESTRICTED },
  {
    file: 'lib/chat/e.ts',
    source: "export const late = () => import('#lib/jobs/index.ts')\n",
    rule: RESTRICTED,
  },
  {
    file: 'lib/chat/f.ts',
    source: imports('#lib/platform/llm/reservation.ts', 'sealReservation'),
    rule: RESTRICTED,
  },
  { file: 'lib/chat/g.ts', source: imports('#lib/platform/db/index.ts', 'withPlatform'), rule: RESTRICTED },
  { file: 'lib/chat/h.ts', source: imports('#lib/platform/db/client.ts'), rule: RESTRICTED },
  {
    file: 'lib/chat/i.ts',
    source: 'export const home = process.env.HOME\n',
    rule: 'lint/style/noProcessEnv',
  },
  { file: 'lib/chat/j.ts', source: "console.log('x')\n", rule: 'lint/suspicious/noConsole' },
  { file: 'lib/chat/k.ts', source: 'export const x: any = 1\n', rule: 'lint/suspicious/noExplicitAny' },
  {
    file: 'lib/chat/l.ts',
    source: 'async function save(): Promise<void> {}\nexport function go() {\n  save()\n}\n',
    rule: 'lint/nursery/noFloatingPromises',
  },
  { file: 'lib/chat/m.ts', source: imports('#lib/chat/n.ts'), rule: 'lint/suspicious/noImportCycles' },
  {
    file: 'lib/chat/n.ts',
    source: "import { other } from './m.ts'\nexport const thing = () => other\n",
    rule: 'lint/suspicious/noImportCycles',
  },
  { file: 'components/chat/a.tsx', source: imports('#lib/chat/index.ts'), rule: RESTRICTED },
  { file: 'components/chat/b.tsx', source: imports('#lib/platform/env.ts'), rule: RESTRICTED },
  { file: 'components/ui/a.tsx', source: imports('#components/chat/view.tsx'), rule: RESTRICTED },
  { file: 'app/api/a/route.ts', source: imports('#lib/platform/db/index.ts'), rule: RESTRICTED },
  { file: 'app/api/b/route.ts', source: imports('#lib/chat/answer-question.ts'), rule: RESTRICTED },
  { file: 'lib/chat/fine.ts', source: imports('#lib/billing/index.ts'), rule: null },
  {
    file: 'lib/billing/fine.ts',
    source: imports('#lib/platform/llm/reservation.ts', 'sealReservation'),
    rule: null,
  },
  {
    file: 'lib/chat/fine-repository.ts',
    source: imports('#lib/platform/db/index.ts', 'withTenant'),
    rule: null,
  },
  { file: 'components/chat/fine.tsx', source: imports('#lib/chat/schema.ts'), rule: null },
  { file: 'components/ui/fine.tsx', source: imports('#components/ui/button.tsx'), rule: null },
  { file: 'app/api/fine/route.ts', source: imports('#lib/access/index.ts'), rule: null },
]

/**
 * Plants forbidden code in a copy of the house and asks the linter about it: a rule that no longer bites is no rule.
 *
 * @throws Error naming the probes that were judged wrongly.
 */
export function proveLintRules(): void {
  const house = realpathSync(mkdtempSync(path.join(tmpdir(), 'footnote-lint-')))
  try {
    for (const config of ['biome.json', 'package.json', 'tsconfig.json'])
      cpSync(config, path.join(house, config))
    for (const { file, source } of PROBES) {
      mkdirSync(path.join(house, path.dirname(file)), { recursive: true })
      writeFileSync(path.join(house, file), source)
    }
    const found = objections(house)
    const wrong = PROBES.filter(({ file, rule }) => !isJudgedRight(rule, found.get(file) ?? []))
    if (wrong.length > 0) throw new Error(`Lint rules that do not hold:\n${wrong.map(describe).join('\n')}`)
  } finally {
    rmSync(house, { recursive: true, force: true })
  }

  function describe({ file, source, rule }: Probe): string {
    return `  ${file}: expected ${rule ?? 'no objection'} for ${JSON.stringify(source)}`
  }
}

function isJudgedRight(rule: string | null, found: readonly string[]): boolean {
  return rule === null ? !found.includes(RESTRICTED) : found.includes(rule)
}

/** Rules that object, by file. */
function objections(house: string): Map<string, string[]> {
  const biome = path.resolve('node_modules/.bin/biome')
  const { stdout } = spawnSync(biome, ['lint', '--reporter=github', '--max-diagnostics=none'], {
    cwd: house,
    encoding: 'utf8',
  })
  const byFile = new Map<string, string[]>()
  for (const [, title = '', file = ''] of stdout.matchAll(/title=([\w/]+),file=([^,]+),/g)) {
    const name = path.relative(house, file)
    byFile.set(name, [...(byFile.get(name) ?? []), title])
  }
  return byFile
}

if (import.meta.main) proveLintRules()
