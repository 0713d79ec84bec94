import type { Document } from '#lib/documents/schema.ts'
import { capitalise, PASSAGE_WORDS } from './passage-length.ts'
import { isPlanRefusal } from './plan-refusal.ts'

type Known = Pick<Document, 'id' | 'name' | 'status' | 'failure' | 'chunkSize' | 'reindex'>

/** One sentence for each document that came to its end between two looks at the list; empty when none did. */
export function describeNews(before: readonly Known[], after: readonly Known[]): string {
  const known = new Map(before.map((document) => [document.id, document]))
  return after
    .flatMap((document) => {
      const was = known.get(document.id)
      return was ? describeChange(was, document) : []
    })
    .join(' ')
}

function describeChange(was: Known, { name, status, failure, chunkSize, reindex }: Known): string[] {
  if (status !== was.status) {
    if (status === 'ready') return [`${name} is ready.`]
    if (status === 'failed') {
      const what = isPlanRefusal({ status, failure }) ? 'was not added' : 'could not be read'
      return [`${name} ${what}. ${failure?.text ?? ''}`.trim()]
    }
  }
  if (chunkSize !== was.chunkSize) return [`${name} has ${PASSAGE_WORDS[chunkSize].name} now.`]
  if (reindex?.failure && !was.reindex?.failure)
    return [`${capitalise(PASSAGE_WORDS[reindex.chunkSize].name)} of ${name} could not be made.`]
  return []
}
