import { useQueries, useQuery } from '@tanstack/react-query'
import { canonicalPageQuery } from '#components/viewer/queries.ts'
import type { Document } from '#lib/documents/schema.ts'
import { sampleQuestionsQuery } from './sample-questions.ts'
import { suggestQuestions } from './suggest-questions.ts'

const SHOWN = 4
const DOCUMENTS_READ = 3
const PAGES_READ = 2

/** Questions that the newest documents answer; none when their first pages hold no sentence to ask for. */
export function useSuggestions(workspaceId: string, ready: readonly Document[]): readonly string[] {
  const sample = useQuery({ ...sampleQuestionsQuery, enabled: ready.length > 0 }).data
  const others = ready.filter(({ name }) => name !== sample?.name).slice(0, DOCUMENTS_READ)
  const pages = useQueries({
    queries: others.flatMap(({ id, versionId, pageCount }) =>
      Array.from({ length: Math.min(pageCount ?? 1, PAGES_READ) }, (_, index) => ({
        ...canonicalPageQuery({ workspaceId, documentId: id, versionId }, index + 1),
        retry: false,
      })),
    ),
  })
  const texts = new Map<string, string>()
  for (const { data } of pages)
    if (data) texts.set(data.documentId, [texts.get(data.documentId), data.text].filter(Boolean).join('\n'))
  const lists = others.map(({ id, mediaType }) => suggestQuestions(texts.get(id) ?? '', mediaType))
  if (sample && ready.some(({ name }) => name === sample.name)) lists.unshift(sample.questions)
  return inTurns(lists).slice(0, SHOWN)
}

/** One of each list, then the second of each, and so on: no document is passed over. */
function inTurns(lists: readonly (readonly string[])[]): string[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length))
  const turns = Array.from({ length: longest }, (_, turn) => lists.flatMap((list) => list[turn] ?? []))
  return [...new Set(turns.flat())]
}
