import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod'
import { api } from '#lib/api-client/index.ts'

const sampleSchema = z.object({ name: z.string(), questions: z.array(z.string()) })

/** Questions that the sample answers; they lie beside its file, so another sample brings its own. */
export const sampleQuestionsQuery = queryOptions({
  queryKey: ['sample', 'questions'],
  queryFn: ({ signal }) => api.get('/sample/questions.json', { schema: sampleSchema, signal }),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
})
