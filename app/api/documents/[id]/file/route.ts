import { defineRoute } from '#app/api/_lib/define-route.ts'
import { parseRange } from '#app/api/_lib/parse-range.ts'
import { fileResponse } from '#app/api/_lib/respond.ts'
import { isCited } from '#lib/chat/index.ts'
import { getOriginalFile } from '#lib/documents/index.ts'
import { documentParamsSchema, fileQuerySchema } from '#lib/documents/schema.ts'
import { storage } from '#lib/platform/storage/index.ts'

/** What a browser may show itself; everything else is saved. Markdown is shown as the text it is. */
const INLINE: Readonly<Record<string, string>> = {
  'application/pdf': 'application/pdf',
  'text/plain': 'text/plain; charset=utf-8',
  'text/markdown': 'text/plain; charset=utf-8',
}

export const GET = defineRoute({
  access: 'session-or-key',
  role: 'viewer',
  params: documentParamsSchema,
  query: fileQuerySchema,
  summary: 'The original file, whole or a range of it',
  handle: async ({ ctx, params, query, request }) => {
    const file = await getOriginalFile(ctx, params.id, { versionId: query.versionId, isCited })
    const range = parseRange(request.headers.get('range'), file.sizeBytes)
    const { body } = await storage.get(file.storageKey, range)
    const shown = query.download ? undefined : INLINE[file.mediaType]
    return fileResponse({
      body,
      mediaType: shown ?? 'application/octet-stream',
      filename: file.name,
      sizeBytes: file.sizeBytes,
      disposition: shown ? 'inline' : 'attachment',
      ...(range ? { range } : {}),
    })
  },
})
