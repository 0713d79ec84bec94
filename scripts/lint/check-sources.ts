import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { MODULE_ORDER } from './modules.ts'

const MAX_LINES = 400
const TOP_LEVEL = ['app', 'bench', 'components', 'docs', 'e2e', 'lib', 'prisma', 'public', 'scripts', '.ci']
const LIB_FOLDERS = [...MODULE_ORDER, 'testing']
const CODE = /\.(ts|tsx|mjs|css)$/

interface SourceRule {
  where: RegExp
  except?: RegExp
  pattern: RegExp
  message: string
}

/** What the linter cannot say. */
const RULES: SourceRule[] = [
  {
    where: /^(lib|app|scripts|prisma|bench)\//,
    // Tests and their helpers may ask the database in its own words.
    except: /^scripts\/lint\/|^lib\/testing\/|\.test\.ts$/,
    pattern: /\$(query|execute)RawUnsafe|Prisma\.raw\(/,
    message: 'raw SQL is written as tagged templates only',
  },
  {
    where: /^(lib|app|components)\//,
    except: /\.test\.tsx?$/,
    pattern: /\bas any\b|@ts-ignore|@ts-nocheck|@ts-expect-error|biome-ignore-all/,
    message: 'the type checker and the linter are not switched off',
  },
  {
    where: /^(lib|app|components|e2e)\//,
    pattern: /\b(it|test|describe)\.(skip|only|todo)\b/,
    message: 'tests are neither skipped nor singled out',
  },
  {
    where: /^(lib|app)\//,
    // The embedded database and the locks of files live below the clock, and tests are the ones who wait.
    except: /^lib\/(testing|platform\/(clock|embedded-db|storage))|\.test\.tsx?$/,
    pattern: /\bnew Date\(\)|\bDate\.now\(\)/,
    message: 'the time comes from platform/clock',
  },
  {
    where: /^(lib|app|scripts|prisma)\//,
    // Migrations, which fill the sums once; tests and their factories, which break the books on purpose.
    except:
      /^lib\/(billing\/entry-repository\.ts|testing\/)|^prisma\/migrations\/|^scripts\/lint\/|\.test\.ts$/,
    pattern:
      /(INSERT INTO|UPDATE|DELETE FROM) usage_(entry|daily)\b|\busage(Entry|Daily)\.(create|upsert|update|delete)/,
    message: 'the ledger and its sums are written by lib/billing/entry-repository.ts alone',
  },
  { where: /^components\//, pattern: /dangerouslySetInnerHTML/, message: 'no raw HTML in components' },
]

/** @throws Error listing every place that breaks a rule of the house. */
export function checkSources(): void {
  const problems = listSources().flatMap(checkFile)
  if (problems.length > 0) throw new Error(problems.join('\n'))
}

/** Files that git knows or would add, so that nothing generated is looked at. */
function listSources(): string[] {
  const output = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  })
  return output.split('\n').filter((file) => file !== '' && existsSync(file))
}

function checkFile(file: string): string[] {
  const problems: string[] = []
  const [top = '', folder = ''] = file.split('/')
  if (file.includes('/') && !TOP_LEVEL.includes(top))
    problems.push(`${file}: ${top}/ is not part of the house plan`)
  if (top === 'lib' && file.split('/').length > 2 && !LIB_FOLDERS.includes(folder)) {
    problems.push(`${file}: lib/${folder} is no module; add it to scripts/lint/modules.ts where it belongs`)
  }
  if (!CODE.test(file)) return problems
  const text = readFileSync(file, 'utf8')
  const lines = text.split('\n').length
  if (lines > MAX_LINES) problems.push(`${file}: ${lines} lines; over ${MAX_LINES} it has a second subject`)
  for (const { where, except, pattern, message } of RULES) {
    if (where.test(file) && !except?.test(file) && pattern.test(text)) problems.push(`${file}: ${message}`)
  }
  return problems
}
