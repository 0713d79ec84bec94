import type { Reservation } from './reservation.ts'

/** A passage that an answer may rest on; the only material a model may use. */
export interface ModelPassage {
  /** 1, 2, 3 …: what the model writes between brackets behind a sentence. */
  readonly marker: number
  readonly documentName: string
  readonly headingPath: readonly string[]
  readonly text: string
  /** How its text is written; left out where nobody knows. */
  readonly mediaType?: string
  /** Relevance, comparable within one request only; the best comes to 1. */
  readonly score: number
}

export interface ChatRequest {
  readonly question: string
  readonly passages: readonly ModelPassage[]
  /** Weight (idf) of each distinct term of the question in this workspace; unseen terms included. */
  readonly termWeights: ReadonlyMap<string, number>
  readonly maxOutputTokens: number
}

export interface ModelUsage {
  readonly inputTokens: number
  readonly outputTokens: number
  /** Who counted: the provider, or we (characters / 4). */
  readonly source: 'provider' | 'local'
  /** Our own count of the same call, where the provider counted; the checks of the books compare the two. */
  readonly estimate?: { readonly inputTokens: number; readonly outputTokens: number }
  readonly costMicroUsd: number
}

/** The longest waits for a model's text, in ms. */
export interface StreamLimits {
  readonly firstTextMs?: number
  readonly nextTextMs?: number
}

/**
 * What a model streams. Text is Markdown; each sentence ends with the markers of its passages, e.g. `… spent. [2]`;
 * words taken over verbatim stand in “double quotation marks”. An answer with no text at all is a refusal.
 * A usage chunk ends a complete answer: a stream without one was cut.
 */
export type ChatChunk =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'usage'; readonly usage: ModelUsage }

/** The port that the builtin model and LangChain's models implement. */
export interface ChatModel {
  /** Shown on receipts and written to the ledger, e.g. "builtin". */
  readonly id: string
  /** Left out where the gateway's own times will do. */
  readonly limits?: StreamLimits
  /**
   * Streams one answer. Ends early when `signal` aborts.
   *
   * @param reservation from `metered`; without it the call throws before anything is spent.
   */
  stream(reservation: Reservation, request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatChunk>
}

/** The port of embedders; the first comes with the dense side of retrieval. */
export interface EmbeddingModel {
  readonly id: string
  readonly dimensions: number
  embed(reservation: Reservation, texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>
}
