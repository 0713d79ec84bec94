import { defineRoute } from '#app/api/_lib/define-route.ts'
import { readApiDescription } from '#app/api/_lib/read-api-description.ts'

/** GET /api/openapi.json is written after the build, from the routes themselves. */
export const GET = defineRoute({
  access: 'public',
  summary: 'This description of the API',
  handle: async () =>
    new Response(await readApiDescription(), { headers: { 'content-type': 'application/json' } }),
})
