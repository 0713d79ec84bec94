// The data sets of docs/benchmarks.md, read from the folder that --data names.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod'

const corpusSchema = z.object({ id: z.string(), title: z.string(), text: z.string(), doc: z.string() })
const documentSchema = z.object({ id: z.string(), title: z.string(), text: z.string() })
const querySchema = z.object({
  id: z.string(),
  text: z.string(),
  unanswerable: z.boolean().default(false),
  answers: z.array(z.object({ text: z.string() })).default([]),
  spans: z.array(z.tuple([z.string(), z.number(), z.number()])).default([]),
})
export type CorpusChunk = z.infer<typeof corpusSchema>
export type WholeDocument = z.infer<typeof documentSchema>
export type BenchQuery = z.infer<typeof querySchema>

export interface DataSet {
  name: string
  corpus: CorpusChunk[]
  documents: WholeDocument[]
  queries: BenchQuery[]
  /** Relevant chunks with their grade, by question. */
  qrels: Map<string, Map<string, number>>
}

export function loadDataSet(root: string, name: string, hasDocuments: boolean): DataSet {
  const read = (file: string) =>
    readFileSync(path.join(root, name, file), 'utf8')
      .split('\n')
      .filter(Boolean)
  const qrels = new Map<string, Map<string, number>>()
  for (const line of read('qrels.tsv')) {
    const [query = '', chunk = '', grade = '0'] = line.split('\t')
    const known = qrels.get(query) ?? new Map<string, number>()
    qrels.set(query, known.set(chunk, Number(grade)))
  }
  return {
    name,
    corpus: read('corpus.jsonl').map((line) => corpusSchema.parse(JSON.parse(line))),
    documents: hasDocuments ? read('docs.jsonl').map((line) => documentSchema.parse(JSON.parse(line))) : [],
    queries: read('queries.jsonl').map((line) => querySchema.parse(JSON.parse(line))),
    qrels,
  }
}

/** Two letters swapped in every second word of at least six letters, the same ones on every run. */
export function misspell(text: string): string {
  let long = 0
  return text.replace(/[A-Za-z]{6,}/g, (word) => {
    if (long++ % 2 === 1) return word
    const at = 1 + ((word.length * 7) % (word.length - 3))
    return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2)
  })
}
