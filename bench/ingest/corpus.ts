import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod'
import type { MediaType } from '#lib/documents/schema.ts'

const expectSchema = z.looseObject({
  outcome: z.enum(['ok', 'error', 'ok-or-error']),
  codes: z.array(z.string()).optional(),
  mustContain: z.string().optional(),
  mustContainIfOk: z.string().optional(),
  flag: z.string().optional(),
  maxMs: z.number().optional(),
  maxRssMB: z.number().optional(),
})
const factSchema = z.looseObject({
  id: z.string(),
  page: z.number().nullish(),
  quote: z.string(),
  rects: z.array(z.array(z.number())).optional(),
})
const entrySchema = z.looseObject({
  id: z.string(),
  file: z.string(),
  format: z.string(),
  pages: z.number().nullish(),
  kind: z.enum(['good', 'nasty']),
  needs: z.string().nullish(),
  facts: z.array(factSchema).nullish(),
  furniture: z.array(z.string()).nullish(),
  expect: expectSchema.nullish(),
})
export type Entry = z.infer<typeof entrySchema> & { path: string; mediaType: MediaType }
export type Fact = z.infer<typeof factSchema>

const MEDIA_TYPE: Record<string, MediaType> = {
  pdf: 'application/pdf',
  md: 'text/markdown',
  txt: 'text/plain',
}

/** Entries of a corpus (docs/benchmarks.md has the format) in the formats that are read today. */
export function loadCorpus(folder: string): Entry[] {
  const manifest = z
    .looseObject({ entries: z.array(entrySchema) })
    .parse(JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')))
  return manifest.entries.flatMap((entry) => {
    const mediaType = MEDIA_TYPE[entry.format]
    return mediaType ? [{ ...entry, path: path.join(folder, entry.file), mediaType }] : []
  })
}
