import { queryOptions } from '@tanstack/react-query'
import { api } from '#lib/api-client/index.ts'
import { meSchema } from '#lib/workspaces/schema.ts'

/** Who is signed in, and what the workspace may do and has used. Everything that gates or meters reads this. */
export const meQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['me', workspaceId],
    queryFn: ({ signal }) => api.get('/api/user/me', { schema: meSchema, workspaceId, signal }),
    staleTime: 15_000,
  })
