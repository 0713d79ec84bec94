import 'server-only'

export { findAnswerType, holdsAnswerType } from './answer-type.ts'
export { findMustHaves, holdsPhrase } from './exact-phrases.ts'
export { countNegations, holdsNumbers, readDenials, readNumbers, sameNumbers } from './facts.ts'
export { type IndexableChunk, indexChunks, removeVersionFromIndex } from './index-chunks.ts'
export { isOverviewQuestion } from './overview.ts'
export { DEFAULT_PASSAGES, REFUSE_BELOW, SUPPORT_SHARE } from './parameters.ts'
export { pickQuotes, type QuotablePassage, type Quote } from './quote.ts'
export { bestSentenceWeight, rerank } from './rerank.ts'
export {
  type Retrieval,
  type RetrievalQuery,
  type RetrievedPassage,
  readTermWeights,
  retrieve,
  retrieveWithin,
} from './retrieve.ts'
export { searchPassages } from './search-passages.ts'
export { type SentenceRange, splitSentences } from './sentences.ts'
export { correctQuery } from './spelling.ts'
export {
  assessSupport,
  type Support,
  type SupportFailure,
  type SupportSource,
  type SupportWeights,
} from './support.ts'
export { findTables } from './tables.ts'
export { foldText, toStem, toWords } from './terms.ts'
export { type ParsedQuery, parseQuery, toParsedQuery, type WeightedQuery } from './weights.ts'
