import type { WorkspaceContext } from '#lib/auth/context.ts'
import { type LiveDocument, listLiveDocuments } from '#lib/documents/index.ts'
import { type Tx, withTenant } from '#lib/platform/db/index.ts'
import { env } from '#lib/platform/env.ts'
import { isOverviewQuestion } from './overview.ts'
import { DEFAULT_PASSAGES, FULL_PASS_MAX_CHUNKS, MAX_PASSAGES, OVERVIEW_DOCUMENTS } from './parameters.ts'
import { listOpeningChunks, readStatistics } from './repository.ts'
import { type RankedPassage, type SearchResult, searchChunks } from './search-chunks.ts'
import { diversify, joinNeighbours } from './select-passages.ts'
import { toStem, toWordDimension, toWords } from './terms.ts'
import { parseQuery, toIdf, type WeightedQuery, weighQuery } from './weights.ts'

export interface RetrievalQuery {
  question: string
  /** Empty or left out: every document of the workspace. Ids of others, or of trashed documents, find nothing. */
  documentIds?: string[] | undefined
  /** Most passages to give, 1 to 50. */
  limit?: number | undefined
}

/** A range over the canonical text of a version; `text` is exactly that range, page breaks as one line break. */
export interface RetrievedPassage {
  chunkId: string
  documentId: string
  versionId: string
  documentName: string
  mediaType: string
  ordinal: number
  headingPath: string[]
  text: string
  pageStart: number
  charStart: number
  pageEnd: number
  charEnd: number
  score: number
  scoreParts: RankedPassage['scoreParts']
}

export interface Retrieval {
  /** Best first. The nearest ones too when the answer has to be a refusal. */
  passages: RetrievedPassage[]
  /** idf by stem of every word in the question and the passages; for the support rule. */
  termWeights: Map<string, number>
  /** idf of a word that occurs nowhere in the workspace. */
  unseenWeight: number
  /** R: refuse below REFUSE_BELOW. */
  coverage: number
  /** The question with its weights, for pickQuotes. */
  query: WeightedQuery
}

/**
 * The passages of the workspace that answer a question best. Documents in the trash and of other workspaces are left
 * out before anything is ranked.
 */
export function retrieve(ctx: WorkspaceContext, input: RetrievalQuery): Promise<Retrieval> {
  return withTenant(ctx, (tx) => retrieveWithin(tx, ctx.workspaceId, input))
}

/** `retrieve` inside a door that is open already. */
export async function retrieveWithin(tx: Tx, workspaceId: string, input: RetrievalQuery): Promise<Retrieval> {
  const limit = Math.min(MAX_PASSAGES, Math.max(1, input.limit ?? DEFAULT_PASSAGES))
  const documentIds = input.documentIds?.length ? input.documentIds : undefined
  const documents = await listLiveDocuments(tx, workspaceId, documentIds)
  const versionIds = [...new Set(documents.map(({ versionId }) => versionId))]
  const scope = { workspaceId, versionIds, fullPassMaxChunks: FULL_PASS_MAX_CHUNKS[env().databaseKind] }
  const { query, ranked, coverage } = isOverviewQuestion(input.question)
    ? toOverview(versionIds.length)
    : await searchChunks(tx, scope, input.question)
  const rows = ranked.length > 0 ? ranked : await listOpenings(tx, workspaceId, versionIds, limit)
  const passages = joinNeighbours(diversify(toPassages(rows, documents), limit))
  const texts = passages.map(({ documentName, headingPath, text }) =>
    [documentName, ...headingPath, text].join('\n'),
  )
  return {
    passages,
    coverage,
    query,
    ...(await readTermWeights(tx, workspaceId, [input.question, ...texts])),
  }
}

/** A question about the documents themselves lacks nothing, as long as there are few of them. */
function toOverview(versions: number): SearchResult {
  const query = weighQuery(parseQuery(''), { chunks: 0, df: new Map() })
  return { query, ranked: [], coverage: versions > 0 && versions <= OVERVIEW_DOCUMENTS ? 1 : 0 }
}

/**
 * idf by stem of all words in `texts`, and the idf of a word that the workspace does not hold. Claims about passages
 * are weighed with it.
 */
export async function readTermWeights(tx: Tx, workspaceId: string, texts: readonly string[]) {
  const stems = [...new Set(texts.flatMap((text) => toWords(text).map(toStem)))]
  const { chunks, df } = await readStatistics(tx, workspaceId, stems.map(toWordDimension))
  const termWeights = new Map(stems.map((stem) => [stem, toIdf(chunks, df.get(toWordDimension(stem)) ?? 0)]))
  return { termWeights, unseenWeight: toIdf(chunks, 0) }
}

async function listOpenings(tx: Tx, workspaceId: string, versionIds: string[], limit: number) {
  const rows = await listOpeningChunks(tx, workspaceId, versionIds, limit)
  return rows.map((row) => ({ ...row, score: 0, scoreParts: { words: 0, grams: 0, sentence: 0, pairs: 0 } }))
}

/** Two documents may show one version ("keep both"): the passage is named after the older document, once. */
function toPassages(rows: RankedPassage[], documents: LiveDocument[]): RetrievedPassage[] {
  const byVersion = new Map<string, LiveDocument>()
  for (const document of documents)
    if (!byVersion.has(document.versionId)) byVersion.set(document.versionId, document)
  return rows.flatMap((row) => {
    const document = byVersion.get(row.versionId)
    return document
      ? [
          {
            ...row,
            documentId: document.documentId,
            documentName: document.documentName,
            mediaType: document.mediaType,
          },
        ]
      : []
  })
}
