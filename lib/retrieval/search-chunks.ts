import type { Tx } from '#lib/platform/db/index.ts'
import { toCoverage } from './coverage.ts'
import { findExactPhrases, findMustHaves } from './exact-phrases.ts'
import { EXACT_MATCHES, RERANK_DEPTH, WEAK_CANDIDATES, WEAK_SHARE } from './parameters.ts'
import {
  type ChunkRow,
  countChunks,
  findChunksWith,
  loadChunks,
  readStatistics,
  type ScanQuery,
  type ScoredChunk,
  scanFully,
  scanTwoStage,
  scoreChunks,
} from './repository.ts'
import { byScoreThenId, rerank } from './rerank.ts'
import { toSparseLiteral } from './sparse.ts'
import { correctQuery } from './spelling.ts'
import { toStem, toWords } from './terms.ts'
import { type ParsedQuery, parseQuery, toQueryVectors, type WeightedQuery, weighQuery } from './weights.ts'

export interface SearchScope {
  workspaceId: string
  /** Current versions of documents outside the trash; nothing else is looked at. */
  versionIds: string[]
  /** No full pass above this many chunks in scope; see parameters.ts. */
  fullPassMaxChunks: number
  /** How to scan; `auto` is what the product does, the others are for tests and benches. */
  scan?: 'auto' | 'twoStage' | 'full'
}

export interface RankedPassage extends ChunkRow {
  /** After rerank. */
  score: number
  /** What the score is made of; they add up to it. */
  scoreParts: { words: number; grams: number; sentence: number; pairs: number }
}

export interface SearchResult {
  query: WeightedQuery
  /** Best first, ties by chunk id; at most 100, of which the first 50 are reranked. */
  ranked: RankedPassage[]
  /** R, see coverage.ts. */
  coverage: number
}

/**
 * Ranks the chunks of a scope: statistics of the question's terms, two-stage scan (one full pass where the word side
 * is weak), deterministic rerank of the best 50, chunks with the question's exact phrases before all others. Where words
 * of the question occur nowhere and what was found holds words that are nearly them, those are searched instead.
 */
export async function searchChunks(tx: Tx, scope: SearchScope, question: string): Promise<SearchResult> {
  const asked = await searchParsed(tx, scope, question, parseQuery(question))
  const texts = asked.ranked
    .slice(0, RERANK_DEPTH)
    .map(({ headingPath, text }) => [...headingPath, text].join('\n'))
  // What is asked about by name and stands nowhere has no answer, however well the other words fit.
  const lacks = findMustHaves(question).some((phrase) =>
    toWords(phrase).some((word) => asked.unseen.has(toStem(word))),
  )
  if (lacks) return { query: asked.query, ranked: asked.ranked, coverage: 0 }
  const meant = correctQuery(question, texts, (stem) => asked.unseen.has(stem))
  const { query, ranked, coverage } = meant ? await searchParsed(tx, scope, question, meant) : asked
  return { query, ranked, coverage }
}

/** `unseen`: stems of the question that occur nowhere in the workspace. */
async function searchParsed(
  tx: Tx,
  scope: SearchScope,
  question: string,
  parsed: ParsedQuery,
): Promise<SearchResult & { unseen: ReadonlySet<string> }> {
  const dimensions = [...parsed.words, ...parsed.grams].map(({ dimension }) => dimension)
  if (dimensions.length === 0 || scope.versionIds.length === 0) {
    const query = weighQuery(parsed, { chunks: 0, df: new Map() })
    return { query, ranked: [], coverage: 0, unseen: new Set() }
  }
  const statistics = await readStatistics(tx, scope.workspaceId, dimensions)
  const query = weighQuery(parsed, statistics)
  const vectors = toQueryVectors(query)
  const scan: ScanQuery = {
    workspaceId: scope.workspaceId,
    versionIds: scope.versionIds,
    words: toSparseLiteral(vectors.words),
    grams: toSparseLiteral(vectors.grams),
  }
  const candidates = (await scanScope(tx, scope, scan, query)).filter(({ score }) => score > 0)
  const coverage = toCoverage(query, candidates[0]?.score ?? 0)
  const exact = await findExactMatches(tx, scope, question)
  const ordered = await withExactMatches(tx, scan, candidates, exact)
  const ranked = await rankCandidates(tx, scope.workspaceId, query, ordered, exact)
  const unseen = parsed.words.filter(({ dimension }) => !statistics.df.get(dimension)).map(({ term }) => term)
  return { query, ranked, coverage, unseen: new Set(unseen) }
}

async function scanScope(
  tx: Tx,
  scope: SearchScope,
  scan: ScanQuery,
  query: WeightedQuery,
): Promise<ScoredChunk[]> {
  if (scope.scan === 'full') return scanFully(tx, scan)
  const candidates = await scanTwoStage(tx, scan)
  if (scope.scan === 'twoStage' || !isWordSideWeak(candidates, query)) return candidates
  const chunks = await countChunks(tx, scope.workspaceId, scope.versionIds)
  return chunks > scope.fullPassMaxChunks ? candidates : scanFully(tx, scan)
}

/** Fewer than 50 chunks share a word with the question, or the best of them holds less than .45 of its idf. */
export function isWordSideWeak(candidates: readonly ScoredChunk[], query: WeightedQuery): boolean {
  const hits = candidates.filter(({ words }) => words > 1e-6)
  const best = hits.reduce((most, { words }) => Math.max(most, words), 0)
  return hits.length < WEAK_CANDIDATES || best < WEAK_SHARE * query.totalWeight
}

async function findExactMatches(tx: Tx, scope: SearchScope, question: string): Promise<Set<string>> {
  const found = new Set<string>()
  for (const phrase of findExactPhrases(question)) {
    for (const id of await findChunksWith(tx, scope, phrase, EXACT_MATCHES)) found.add(id)
  }
  return found
}

async function withExactMatches(
  tx: Tx,
  scan: ScanQuery,
  candidates: ScoredChunk[],
  exact: ReadonlySet<string>,
) {
  const known = new Set(candidates.map(({ chunkId }) => chunkId))
  const missing = [...exact].filter((id) => !known.has(id))
  const added = missing.length === 0 ? [] : await scoreChunks(tx, scan, missing)
  return exactFirst([...candidates, ...added].sort(byScoreThenId), exact)
}

async function rankCandidates(
  tx: Tx,
  workspaceId: string,
  query: WeightedQuery,
  ordered: ScoredChunk[],
  exact: ReadonlySet<string>,
): Promise<RankedPassage[]> {
  const rows = await loadChunks(
    tx,
    workspaceId,
    ordered.map(({ chunkId }) => chunkId),
  )
  const byId = new Map(rows.map((row) => [row.chunkId, row]))
  const passages = ordered.flatMap((scored) => {
    const row = byId.get(scored.chunkId)
    return row ? [{ ...row, score: scored.score, words: scored.words }] : []
  })
  const best = exactFirst(rerank(query, passages.slice(0, RERANK_DEPTH)), exact)
  const rest = passages.slice(RERANK_DEPTH).map((passage) => ({ ...passage, sentence: 0, pairs: 0 }))
  return [...best, ...rest].map(({ words, sentence, pairs, ...passage }) => ({
    ...passage,
    scoreParts: { words, grams: passage.score - words - sentence - pairs, sentence, pairs },
  }))
}

function exactFirst<C extends { chunkId: string }>(ranked: C[], exact: ReadonlySet<string>): C[] {
  if (exact.size === 0) return ranked
  return [
    ...ranked.filter(({ chunkId }) => exact.has(chunkId)),
    ...ranked.filter(({ chunkId }) => !exact.has(chunkId)),
  ]
}
