// The figures, each through the product's own SQL.
import { withTenant } from '#lib/platform/db/index.ts'
import { pickQuotes, REFUSE_BELOW } from '#lib/retrieval/index.ts'
import { FULL_PASS_MAX_CHUNKS, QUOTE_PASSAGES } from '#lib/retrieval/parameters.ts'
import { readStatistics, scanFully, scanTwoStage } from '#lib/retrieval/repository.ts'
import { type SearchResult, searchChunks } from '#lib/retrieval/search-chunks.ts'
import { toSparseLiteral } from '#lib/retrieval/sparse.ts'
import { parseQuery, toQueryVectors, weighQuery } from '#lib/retrieval/weights.ts'
import type { BenchDatabase, LoadedCorpus } from './bench-database.ts'
import { type BenchQuery, type DataSet, misspell } from './data.ts'
import {
  evidenceRecall,
  isHit,
  mean,
  ndcgAt10,
  percentile,
  recallAt,
  type Span,
  takeContext,
} from './metrics.ts'

const CONTEXT_CHARACTERS = 4_000
/** Every fifth question: neighbours in the file ask about the same article. */
const TYPO_STEP = 5
const TYPO_QUESTIONS = 250

export function search(corpus: LoadedCorpus, question: string): Promise<SearchResult> {
  const scope = { ...corpus, fullPassMaxChunks: FULL_PASS_MAX_CHUNKS.embedded }
  return withTenant(corpus, (tx) => searchChunks(tx, scope, question))
}

function toKeys(corpus: LoadedCorpus, { ranked }: SearchResult): string[] {
  return ranked.map(({ chunkId }) => corpus.keys.get(chunkId) ?? '')
}

export interface RankingFigures {
  ndcg: number
  recall: number
  /** Lines of a run file: question, chunk, rank, score. */
  run: string[]
}

export async function measureRanking(
  corpus: LoadedCorpus,
  set: DataSet,
  queries: BenchQuery[],
): Promise<RankingFigures> {
  const figures: { ndcg: number; recall: number }[] = []
  const run: string[] = []
  for (const query of queries) {
    const result = await search(corpus, query.text)
    const keys = toKeys(corpus, result)
    const relevant = set.qrels.get(query.id) ?? new Map()
    figures.push({ ndcg: ndcgAt10(keys, relevant), recall: recallAt(5, keys, relevant) })
    run.push(...keys.map((key, at) => [query.id, key, at + 1, result.ranked[at]?.score].join('\t')))
  }
  return {
    ndcg: mean(figures.map(({ ndcg }) => ndcg)),
    recall: mean(figures.map(({ recall }) => recall)),
    run,
  }
}

export function misspellQueries(queries: readonly BenchQuery[]): BenchQuery[] {
  return queries
    .filter((_, at) => at % TYPO_STEP === 0)
    .slice(0, TYPO_QUESTIONS)
    .map((query) => ({ ...query, text: misspell(query.text) }))
}

export interface AnswerFigures {
  hit1: number
  hit3: number
  meanCharacters: number
  answered: number
  quotes: number
  verbatim: number
}

/** Quotes with nothing refused, and the share that would be answered. */
export async function measureQuotes(
  database: BenchDatabase,
  corpus: LoadedCorpus,
  queries: BenchQuery[],
): Promise<AnswerFigures> {
  const pages = await readPages(database, corpus)
  const rows: { hit1: boolean; hit3: boolean; characters: number; answered: boolean; verbatim: boolean[] }[] =
    []
  for (const query of queries) {
    const { ranked, query: weighted, coverage } = await search(corpus, query.text)
    const passages = ranked
      .slice(0, QUOTE_PASSAGES)
      .map((passage) => ({ ...passage, title: corpus.titles.get(passage.chunkId) ?? '' }))
    const quotes = pickQuotes(query.text, weighted, passages, 3).flatMap(({ passage, start, end }) => {
      const source = passages[passage]
      if (!source) return []
      const at = source.charStart + start
      const page = pages.get(source.versionId) ?? ''
      const text = source.text.slice(start, end)
      return [{ text, isVerbatim: text !== '' && page.slice(at, at + end - start) === text }]
    })
    const texts = quotes.map(({ text }) => text)
    rows.push({
      hit1: isHit(texts.slice(0, 1), query.answers),
      hit3: isHit(texts, query.answers),
      characters: texts[0]?.length ?? 0,
      answered: coverage >= REFUSE_BELOW,
      verbatim: quotes.map(({ isVerbatim }) => isVerbatim),
    })
  }
  const verbatim = rows.flatMap((row) => row.verbatim)
  return {
    hit1: mean(rows.map(({ hit1 }) => Number(hit1))),
    hit3: mean(rows.map(({ hit3 }) => Number(hit3))),
    meanCharacters: mean(rows.map(({ characters }) => characters)),
    answered: mean(rows.map(({ answered }) => Number(answered))),
    quotes: verbatim.length,
    verbatim: mean(verbatim.map(Number)),
  }
}

async function readPages(
  { owner }: BenchDatabase,
  { workspaceId }: LoadedCorpus,
): Promise<Map<string, string>> {
  const { rows } = await owner.query<{ version_id: string; text: string }>(
    'SELECT version_id, text FROM document_page WHERE workspace_id = $1',
    [workspaceId],
  )
  return new Map(rows.map(({ version_id, text }) => [version_id, text]))
}

export async function measureRefused(corpus: LoadedCorpus, queries: BenchQuery[]): Promise<number> {
  const refused: number[] = []
  for (const { text } of queries) refused.push(Number((await search(corpus, text)).coverage < REFUSE_BELOW))
  return mean(refused)
}

/** Evidence inside the first 4,000 characters; chunk keys are `document:start-end`. */
export async function measureEvidence(corpus: LoadedCorpus, queries: BenchQuery[]) {
  const recalls: number[] = []
  for (const query of queries) {
    const ranked = toKeys(corpus, await search(corpus, query.text)).map(parseSpan)
    const evidence = query.spans.map(([doc, start, end]) => ({ doc, start, end }))
    recalls.push(evidenceRecall(takeContext(ranked, CONTEXT_CHARACTERS), evidence))
  }
  return { recall: mean(recalls), full: mean(recalls.map((recall) => Number(recall >= 0.999))) }
}

function parseSpan(key: string): Span {
  const match = /^(.*):(\d+)-(\d+)$/s.exec(key)
  return { doc: match?.[1] ?? '', start: Number(match?.[2]), end: Number(match?.[3]) }
}

/** Medians in ms, taken in turns in one run: only their ratios mean something. */
export async function measureTimes(corpus: LoadedCorpus, questions: string[]) {
  const few = { ...corpus, versionIds: corpus.versionIds.slice(0, 25) }
  const times = { twoStage: [] as number[], full: [] as number[], few: [] as number[] }
  for (const question of questions) {
    times.twoStage.push(await timeScan(corpus, question, scanTwoStage))
    times.full.push(await timeScan(corpus, question, scanFully))
    times.few.push(await timeScan(few, question, scanTwoStage))
  }
  return {
    twoStage: percentile(times.twoStage, 0.5),
    full: percentile(times.full, 0.5),
    few: percentile(times.few, 0.5),
  }
}

function timeScan(corpus: LoadedCorpus, question: string, scan: typeof scanTwoStage): Promise<number> {
  const { workspaceId, versionIds } = corpus
  const parsed = parseQuery(question)
  const dimensions = [...parsed.words, ...parsed.grams].map(({ dimension }) => dimension)
  return withTenant(corpus, async (tx) => {
    const startedAt = performance.now()
    const vectors = toQueryVectors(weighQuery(parsed, await readStatistics(tx, workspaceId, dimensions)))
    const [words, grams] = [toSparseLiteral(vectors.words), toSparseLiteral(vectors.grams)]
    await scan(tx, { workspaceId, versionIds, words, grams })
    return performance.now() - startedAt
  })
}
