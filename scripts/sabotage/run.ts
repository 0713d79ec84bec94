// `npm run test:sabotage`: takes one guard at a time out of a copy of the sources and demands that its test notices.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as z from 'zod'
import { SABOTAGES, type Sabotage } from './sabotages.ts'

const GENERATED = 'lib/platform/db/generated'
const reportSchema = z.object({
  testResults: z.array(
    z.object({ assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) }),
  ),
})

process.exit(run(SABOTAGES) ? 0 : 1)

function run(sabotages: readonly Sabotage[]): boolean {
  const copy = copySources()
  try {
    const outcomes = sabotages.map((sabotage) => {
      const problem = findProblem(copy, sabotage)
      console.log(problem ? `✗ ${sabotage.guard}: ${problem}` : `✓ ${sabotage.guard}: “${sabotage.title}”`)
      return problem === null
    })
    console.log(`${outcomes.filter(Boolean).length} of ${outcomes.length} sabotages were noticed`)
    return outcomes.every(Boolean)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** What git would keep, the generated client, and the installed packages by a link. */
function copySources(): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'footnote-sabotage-'))
  const { stdout } = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { encoding: 'utf8' })
  const files = stdout.split('\0').filter((file) => file && existsSync(file))
  if (files.length === 0) throw new Error('The sources are found by git: run this in a clone.')
  for (const file of [...files, GENERATED]) cpSync(file, path.join(copy, file), { recursive: true })
  symlinkSync(path.resolve('node_modules'), path.join(copy, 'node_modules'))
  return copy
}

/** @returns null when the test passes with the guard and fails without it. */
function findProblem(copy: string, sabotage: Sabotage): string | null {
  const file = path.join(copy, sabotage.file)
  const source = readFileSync(file, 'utf8')
  if (source.split(sabotage.find).length !== 2)
    return `${sabotage.file} does not hold exactly once: ${sabotage.find}`
  const before = runNamed(copy, sabotage)
  if (before.length === 0) return `there is no test “${sabotage.title}”`
  if (before.some((status) => status !== 'passed')) return 'its test fails with the guard in place'
  writeFileSync(
    file,
    source.replace(sabotage.find, () => sabotage.replace),
  )
  try {
    const after = runNamed(copy, sabotage)
    return after.some((status) => status === 'failed') ? null : `“${sabotage.title}” did not notice`
  } finally {
    writeFileSync(file, source)
  }
}

/** Runs one test file. @returns how the tests of that title ended. */
function runNamed(copy: string, { project, testFile, title }: Sabotage): string[] {
  const report = path.join(copy, 'sabotage-report.json')
  rmSync(report, { force: true })
  const args = ['run', `--project=${project}`, '--reporter=json', `--outputFile.json=${report}`, testFile]
  spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], { cwd: copy, stdio: 'ignore' })
  if (!existsSync(report)) return []
  const { testResults } = reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')))
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ fullName }) => fullName.includes(title))
    .map(({ status }) => status)
}
