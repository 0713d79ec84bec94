// npm run bench:retrieval -- --data DIR [--database embedded|server] [--runs DIR]
// Prints every figure beside its goal; fails when one of quality is missed or a quote is not verbatim.
import { mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { chunkPages } from '#lib/ingestion/chunk/index.ts'
import { joinChunks, loadCorpus, mixDocuments, openBenchDatabase } from './bench-database.ts'
import { type DataSet, loadDataSet } from './data.ts'
import {
  measureEvidence,
  measureQuotes,
  measureRanking,
  measureRefused,
  measureTimes,
  misspellQueries,
} from './measure.ts'

interface Figure {
  name: string
  value: number
  goal?: number
  /** Whether lower is better. */
  atMost?: boolean
  /** Times vary with the machine: printed, never failed. */
  isQuality: boolean
}

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    database: { type: 'string', default: process.env.DATABASE_URL ? 'server' : 'embedded' },
    runs: { type: 'string' },
  },
})
if (!values.data)
  throw new Error(
    'Name the folder of the data sets: npm run bench:retrieval -- --data DIR (see docs/benchmarks.md)',
  )
const squad = loadDataSet(values.data, 'squad2', false)
const chroma = loadDataSet(values.data, 'chroma-spans', true)
const answerable = squad.queries.filter(({ unanswerable }) => !unanswerable)
const adversarial = squad.queries.filter(({ unanswerable }) => unanswerable)

const database = await openBenchDatabase(values.database === 'server' ? 'server' : 'embedded')
try {
  const { cpus, arch, platform } = { cpus: os.cpus().length, arch: os.arch(), platform: os.platform() }
  write(`${database.kind} ${database.version}; Node ${process.version}, ${platform} ${arch}, ${cpus} cores`)
  const figures = await measureAll()
  const missed = figures.filter((figure) => figure.isQuality && !reaches(figure))
  write(
    missed.length === 0
      ? 'All quality goals are reached.'
      : `Missed: ${missed.map(({ name }) => name).join('; ')}`,
  )
  process.exitCode = missed.length === 0 ? 0 : 1
} finally {
  await database.stop()
}

async function measureAll(): Promise<Figure[]> {
  const figures: Figure[] = []
  const add = (name: string, value: number, goal?: number, rest: Partial<Figure> = {}) => {
    const figure: Figure = { name, value, isQuality: true, ...(goal === undefined ? {} : { goal }), ...rest }
    figures.push(figure)
    const sign = figure.atMost ? '≤' : '≥'
    const shown = Number.isInteger(value) || value >= 10 ? value.toFixed(1) : value.toFixed(4)
    write(
      `${name.padEnd(66)} ${shown.padStart(9)}  ${goal === undefined ? '' : `goal ${sign} ${goal}`}${reaches(figure) ? '' : '  MISSED'}`,
    )
  }

  const wiki = await loadCorpus(database, joinChunks(squad.corpus))
  const ranking = await measureRanking(wiki, squad, answerable)
  keepRun('squad2', ranking.run)
  add('nDCG@10, squad2 answerable', ranking.ndcg, 0.875)
  add('recall@5, squad2 answerable', ranking.recall, 0.93)
  add(
    'nDCG@10 with typos, squad2 (250 questions)',
    (await measureRanking(wiki, squad, misspellQueries(answerable))).ndcg,
    0.765,
  )
  const answers = await measureQuotes(database, wiki, answerable)
  add('quote hit@1, one sentence, nothing refused, squad2', answers.hit1, 0.7)
  add('mean characters of that quote', answers.meanCharacters, 190, { atMost: true })
  add('quote hit in 3 sentences, squad2', answers.hit3, 0.845)
  add(`quotes verbatim at the cited offsets (${answers.quotes})`, answers.verbatim, 1)
  const refused = await measureRefused(wiki, chroma.queries)
  add('out of scope: answered, squad2 answerable', answers.answered, 0.93)
  add('out of scope: refused, chroma questions on squad2', refused, 0.97)
  add('out of scope: balanced accuracy', (answers.answered + refused) / 2, 0.95)
  add(
    'adversarial refusal: balanced accuracy, squad2',
    (answers.answered + (await measureRefused(wiki, adversarial))) / 2,
  )

  const long = await loadCorpus(database, joinChunks(chroma.corpus))
  const longRanking = await measureRanking(long, chroma, chroma.queries)
  keepRun('chroma-spans', longRanking.run)
  add('nDCG@10, chroma-spans', longRanking.ndcg, 0.795)
  add('recall@5, chroma-spans', longRanking.recall, 0.873)
  const own = await loadCorpus(database, await chunkAnew(chroma))
  const evidence = await measureEvidence(own, chroma.queries)
  add('char recall at 4,000 characters, chroma-spans, own chunks', evidence.recall, 0.895)
  add('full evidence at 4,000 characters, chroma-spans, own chunks', evidence.full, 0.855)

  const texts = [...squad.corpus, ...chroma.corpus].map(({ text }) => text)
  const large = await loadCorpus(database, mixDocuments(texts, 5_000, 50))
  const times = await measureTimes(
    large,
    answerable.slice(0, 120).map(({ text }) => text),
  )
  const time = { isQuality: false, atMost: true }
  add('search p50, 5,000 chunks: two stages, ms', times.twoStage, undefined, time)
  add('search p50, 5,000 chunks: full pass, ms', times.full, undefined, time)
  add('two stages ÷ full pass', times.twoStage / times.full, 0.4, time)
  add('25 documents ÷ whole workspace', times.few / times.twoStage, 0.6, time)
  const perSecond = database.kind === 'embedded' ? 200 : 300
  add('chunks indexed per second, parts of 17, squad2', wiki.indexedPerSecond, perSecond, {
    isQuality: false,
  })
  return figures
}

/** Every long document cut as ingestion does; keys say where the passages stand. */
function chunkAnew({ documents }: DataSet) {
  return Promise.all(
    documents.map(async ({ id, title, text }) => {
      const passages = await chunkPages([{ number: 1, text, headings: [] }])
      const chunks = passages.map(({ charStart, charEnd, text: passage }) => ({
        key: `${id}:${charStart}-${charEnd}`,
        title,
        text: passage,
        start: charStart,
      }))
      return { name: title, text, chunks }
    }),
  )
}

function reaches({ value, goal, atMost }: Figure): boolean {
  return goal === undefined || (atMost ? value <= goal : value >= goal)
}

function keepRun(name: string, lines: string[]): void {
  if (!values.runs) return
  mkdirSync(values.runs, { recursive: true })
  writeFileSync(path.join(values.runs, `${name}.tsv`), `${lines.join('\n')}\n`)
}

function write(line: string): void {
  process.stdout.write(`${line}\n`)
}
