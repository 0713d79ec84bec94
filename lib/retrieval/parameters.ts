/**
 * Every constant of the search, the quotes, the refusal and the support rule. Figures were tuned on the two open sets
 * that docs/benchmarks.md describes; change one only with `npm run bench:retrieval` beside it.
 */

/** BM25 (Robertson & Zaragoza, "The Probabilistic Relevance Framework", 2009, section 3.5) with its usual k1 and b. */
export const BM25_K1 = 1.2
export const BM25_B = 0.75
/**
 * Average length of a chunk of about 800 characters, in words and in 4-grams. Fixed on purpose: a chunk's vector must
 * not depend on the other chunks, or each insert would rewrite them all.
 */
export const AVERAGE_WORDS = 75
export const AVERAGE_GRAMS = 400
/** Weight of a character 4-gram beside a word; .10 to .15 measured equal. */
export const GRAM_WEIGHT = 0.12
export const GRAM_SIZE = 4

/** Term ids are 28-bit hashes: words use dimensions 1..2^28, grams 2^28 + 1..2^29. */
export const HASH_BITS = 28
export const DIMENSIONS = 2 ** (HASH_BITS + 1)
/** pgvector refuses sparse vectors with more elements. */
export const MAX_ELEMENTS = 16_000
/** Longer questions are cut here, in distinct words: a question is no document. */
export const QUERY_MAX_WORDS = 256

/** Candidates of the word scan, and how many of them are ranked with grams. */
export const WORD_CANDIDATES = 200
export const RANKED_CANDIDATES = 100
/** The word side is weak, and one full pass replaces it, below this many hits or this share of the best possible score. */
export const WEAK_CANDIDATES = 50
export const WEAK_SHARE = 0.45
/** Above this many chunks no full pass: on the embedded database it would block every other statement for a second. */
export const FULL_PASS_MAX_CHUNKS = { embedded: 20_000, server: 200_000 } as const

/** Rerank of the best candidates: score + sentence share + word pairs. */
export const RERANK_DEPTH = 50
export const RERANK_SENTENCE = 0.4
export const RERANK_PAIRS = 0.2
export const PAIR_ORDERED = 0.7
export const PAIR_NEAR = 0.3
export const PAIR_NEAR_WORDS = 8

/**
 * Refuse below this coverage R: answers 93 % of answerable questions and refuses 98 % of those about something else.
 * Measured with this list of stop words (docs/decisions/0005).
 */
export const REFUSE_BELOW = 0.84

/** Documents that a question which names nothing ("Summarise this") may be about; among more, nobody knows which. */
export const OVERVIEW_DOCUMENTS = 3

/** Passages of an answer, and how many of them one document may take while others are worth reading. */
export const DEFAULT_PASSAGES = 8
export const MAX_PASSAGES = 50
export const MAX_PER_DOCUMENT = 5
/** Another document's passage is worth reading from this share of the best score. */
export const DIVERSITY_SHARE = 0.5
/** Chunks that hold a quoted phrase or an identifier of the question, looked up at most. */
export const EXACT_MATCHES = 50
export const EXACT_PHRASES = 4

/** Misspelt words: swaps are read from this length on, other slips from the next, two slips in one word from the last. */
export const SPELLING_SWAP_LETTERS = 4
export const SPELLING_MIN_LETTERS = 5
export const SPELLING_VERY_LONG_LETTERS = 10

/** Parts of a quote's score: see quote.ts. */
export const QUOTE_PASSAGES = 5
export const QUOTE_CONTEXT = 0.5
export const QUOTE_CHUNK = 0.8
export const QUOTE_TYPE = 0.12
export const QUOTE_GRAMS = 0.3
export const QUOTE_PAIRS = 0.1
export const QUOTE_PAIR_WORDS = 3
/** Two words of at least this many letters with the same first letter match from this Dice coefficient of their 4-grams. */
export const SOFT_MIN_LETTERS = 5
export const SOFT_DICE = 0.5

/** A claim is supported when two neighbouring sentences hold at least this share of its idf. */
export const SUPPORT_SHARE = 0.6
