// npm run bench:ingest -- --corpus DIR [--out DIR]
// Runs every PDF, Markdown and text file of a corpus through detect and parse in the real child; writes result.json and
// cites.json for the scorer, prints speed and memory beside pdf-parse's own getText, and fails on a wrong result.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type Entry, loadCorpus } from './corpus.ts'
import { type Cite, findFaults, findQuote, type Outcome, runPipeline } from './run-pipeline.ts'

/** Files from here on tell the speed of reading, not of starting. */
const LONG_PAGES = 20
const ROUNDS = 3
const GET_TEXT = path.join(import.meta.dirname, 'get-text.ts')

await main()

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { corpus: { type: 'string' }, out: { type: 'string', default: '.data/bench' } },
  })
  if (!values.corpus)
    throw new Error('Name the corpus: npm run bench:ingest -- --corpus DIR (see docs/benchmarks.md)')
  const entries = loadCorpus(values.corpus)
  const results: Record<string, object> = {}
  const cites: Record<string, Cite> = {}
  let wrong = 0
  for (const entry of entries) {
    const outcome = await runPipeline(entry)
    results[entry.file] = { ...outcome, pages: outcome.pages.map((page) => page.text) }
    Object.assign(cites, citesOf(entry, outcome))
    const faults = findFaults(entry, outcome)
    if (faults.length > 0) wrong += 1
    print(
      `${faults.length > 0 ? 'WRONG' : 'ok   '} ${entry.id.padEnd(34)} ${summarise(outcome)} ${faults.join('; ')}`,
    )
  }
  mkdirSync(values.out, { recursive: true })
  writeFileSync(path.join(values.out, 'result.json'), JSON.stringify(results))
  writeFileSync(path.join(values.out, 'cites.json'), JSON.stringify(cites))
  print(`\n${entries.length} files, ${wrong} wrong; results in ${values.out}`)
  await compareSpeed(
    entries.filter(
      (entry) => entry.kind === 'good' && (entry.pages ?? 0) >= LONG_PAGES && entry.format === 'pdf',
    ),
  )
  if (wrong > 0) process.exitCode = 1
}

function citesOf(entry: Entry, { pages }: Outcome): Record<string, Cite> {
  const cites: Record<string, Cite> = {}
  for (const { id, page, quote, rects } of entry.facts ?? []) {
    const found = rects && page != null ? pages[page - 1] : undefined
    const cite = found && findQuote(found, quote)
    if (cite) cites[id] = cite
  }
  return cites
}

/** Medians of the rounds, taken in turns so that both meet the same neighbours on the machine. */
async function compareSpeed(entries: readonly Entry[]): Promise<void> {
  print(`\n${os.cpus()[0]?.model}, Node ${process.version}; medians of ${ROUNDS}`)
  print('file                                pages  pages per CPU s (getText)  share  peak MB (getText)')
  const sum = { pages: 0, ours: 0, theirs: 0 }
  for (const entry of entries) {
    const ours: Measured[] = []
    const theirs: Measured[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const { cpuMs = 0, peakRssMB = 0 } = await runPipeline(entry)
      ours.push({ cpuMs, peakRssMB })
      theirs.push(measureGetText(entry.path))
    }
    const pages = entry.pages ?? 0
    const [cpu, cpuOfGetText] = [median(ours.map((m) => m.cpuMs)), median(theirs.map((m) => m.cpuMs))]
    const [rss, rssOfGetText] = [median(ours.map((m) => m.peakRssMB)), median(theirs.map((m) => m.peakRssMB))]
    sum.pages += pages
    sum.ours += cpu
    sum.theirs += cpuOfGetText
    print(`${row(entry.id, pages, cpu, cpuOfGetText)}   ${rss.toFixed(0)} (${rssOfGetText.toFixed(0)})`)
  }
  print(row('all', sum.pages, sum.ours, sum.theirs))
}

interface Measured {
  cpuMs: number
  peakRssMB: number
}

function measureGetText(file: string): Measured {
  const args = ['--conditions=react-server', GET_TEXT, file]
  const output = execFileSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const { cpuMs, peakRssBytes } = JSON.parse(output.slice(output.lastIndexOf('{')))
  return { cpuMs, peakRssMB: peakRssBytes / 1e6 }
}

function row(name: string, pages: number, cpuMs: number, cpuMsOfGetText: number): string {
  const rate = (ms: number) => ((pages / ms) * 1000).toFixed(0)
  const share = (cpuMsOfGetText / cpuMs).toFixed(2)
  return (
    `${name.padEnd(34)} ${String(pages).padStart(6)}  ${rate(cpuMs)} (${rate(cpuMsOfGetText)})`.padEnd(70) +
    share
  )
}

function summarise({ status, code, pages, cpuMs, peakRssMB }: Outcome): string {
  if (status === 'error') return `error ${code}`
  return `${pages.length} pages, ${((cpuMs ?? 0) / 1000).toFixed(2)} CPU s, ${(peakRssMB ?? 0).toFixed(0)} MB`
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
