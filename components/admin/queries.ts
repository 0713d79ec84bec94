import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { useRef } from 'react'
import {
  adminWorkspaceDetailSchema,
  adminWorkspacePageSchema,
  auditPageSchema,
  changedSchema,
  checkListSchema,
  denialReportSchema,
  failedJobPageSchema,
  ledgerPageSchema,
  planRequestPageSchema,
  type UsageGroup,
  usageReportSchema,
} from '#lib/admin/schema.ts'
import { api } from '#lib/api-client/index.ts'
import type { Range } from './range.ts'

/** Lists that go on where the last page ended. */
const byCursor = {
  initialPageParam: firstPage(),
  getNextPageParam: ({ nextCursor }: { nextCursor: string | null }) => nextCursor,
}

function firstPage(): string | undefined {
  return undefined
}

/** Checks run by themselves: whoever looks sees them change. */
const CHECKS_MS = 30_000

export const usageQuery = (range: Range, groupBy: UsageGroup) =>
  queryOptions({
    queryKey: ['admin', 'usage', range.from, range.to, groupBy],
    queryFn: ({ signal }) =>
      api.get('/api/admin/usage', { query: { ...range, groupBy }, schema: usageReportSchema, signal }),
    placeholderData: keepPreviousData,
  })

/** Where the browser fetches the same as a file. */
export function usageCsvHref({ from, to }: Range, groupBy: UsageGroup): string {
  return `/api/admin/usage?${new URLSearchParams({ from, to, groupBy, format: 'csv' })}`
}

export const workspaceListQuery = (filter: { q: string; plan: string; access: string }) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'workspaces', filter],
    queryFn: ({ signal, pageParam }) =>
      api.get('/api/admin/workspaces', {
        query: {
          q: filter.q || undefined,
          plan: filter.plan || undefined,
          access: filter.access || undefined,
          cursor: pageParam,
        },
        schema: adminWorkspacePageSchema,
        signal,
      }),
    ...byCursor,
    placeholderData: keepPreviousData,
  })

export const workspaceQuery = (id: string) =>
  queryOptions({
    queryKey: ['admin', 'workspace', id],
    queryFn: ({ signal }) =>
      api.get(`/api/admin/workspaces/${id}`, { schema: adminWorkspaceDetailSchema, signal }),
  })

export const ledgerQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'ledger', id],
    queryFn: ({ signal, pageParam }) =>
      api.get(`/api/admin/workspaces/${id}/ledger`, {
        query: { cursor: pageParam },
        schema: ledgerPageSchema,
        signal,
      }),
    ...byCursor,
  })

export const planRequestsQuery = (status: 'open' | 'decided') =>
  infiniteQueryOptions({
    queryKey: ['admin', 'plan-requests', status],
    queryFn: ({ signal, pageParam }) =>
      api.get('/api/admin/plan-requests', {
        query: { status, cursor: pageParam },
        schema: planRequestPageSchema,
        signal,
      }),
    ...byCursor,
  })

export const jobsQuery = () =>
  infiniteQueryOptions({
    queryKey: ['admin', 'jobs'],
    queryFn: ({ signal, pageParam }) =>
      api.get('/api/admin/jobs', { query: { cursor: pageParam }, schema: failedJobPageSchema, signal }),
    ...byCursor,
  })

export const auditQuery = (workspaceId?: string) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'audit', workspaceId ?? ''],
    queryFn: ({ signal, pageParam }) =>
      api.get('/api/admin/audit', {
        query: { workspaceId, cursor: pageParam },
        schema: auditPageSchema,
        signal,
      }),
    ...byCursor,
  })

export const denialsQuery = (range: Range) =>
  queryOptions({
    queryKey: ['admin', 'denials', range.from, range.to],
    queryFn: ({ signal }) =>
      api.get('/api/admin/denials', { query: { ...range }, schema: denialReportSchema, signal }),
    placeholderData: keepPreviousData,
  })

export const checksQuery = () =>
  queryOptions({
    queryKey: ['admin', 'checks'],
    queryFn: ({ signal }) => api.get('/api/admin/checks', { schema: checkListSchema, signal }),
    refetchInterval: CHECKS_MS,
  })

/** A change by staff; everything that staff see is asked anew after it. */
export function useStaffChange<Input extends object>(
  path: (input: Input) => string,
  options: { method?: 'post' | 'delete'; body: (input: Input) => object },
) {
  const queryClient = useQueryClient()
  // One for each opened dialog: a second press, or a retry after a lost answer, changes nothing more.
  const key = useRef<string | null>(null)
  const mutation = useMutation({
    mutationFn: (input: Input) => {
      key.current ??= crypto.randomUUID()
      return api[options.method ?? 'post'](path(input), {
        ...{ body: options.body(input), schema: changedSchema, idempotencyKey: key.current },
      })
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['admin'] }),
  })
  const reset = () => {
    key.current = null
    mutation.reset()
  }
  return { ...mutation, reset }
}
