import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '#lib/api-client/index.ts'
import {
  type UsageGroup,
  usageBalanceSchema,
  usageEntryPageSchema,
  usageReportSchema,
} from '#lib/usage/schema.ts'

const PAGE_SIZE = 50

/** Days in UTC; everything where they are left out. */
export interface Days {
  from?: string
  to?: string
}

export interface EntryFilter extends Days {
  userId?: string
  action?: string
  documentId?: string
  conversationId?: string
}

export const entriesQuery = (workspaceId: string, filter: EntryFilter) =>
  infiniteQueryOptions({
    queryKey: ['usage', 'entries', workspaceId, filter],
    queryFn: ({ signal, pageParam }) =>
      api.get('/api/usage/entries', {
        query: { ...filter, limit: PAGE_SIZE, ...(pageParam ? { cursor: pageParam } : {}) },
        schema: usageEntryPageSchema,
        workspaceId,
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  })

export const usageQuery = (workspaceId: string, groupBy: UsageGroup, days: Days) =>
  queryOptions({
    queryKey: ['usage', 'sums', workspaceId, groupBy, days],
    queryFn: ({ signal }) =>
      api.get('/api/usage', {
        query: { ...days, groupBy },
        schema: usageReportSchema,
        workspaceId,
        signal,
      }),
    placeholderData: keepPreviousData,
  })

export const balanceQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['usage', 'balance', workspaceId],
    queryFn: ({ signal }) =>
      api.get('/api/usage/balance', { schema: usageBalanceSchema, workspaceId, signal }),
  })

/** Where the browser saves the same entries as a table: a plain navigation, so the workspace stands in the address. */
export function csvHref(workspaceId: string, filter: EntryFilter): string {
  return `/api/usage/entries?${new URLSearchParams({ ...filter, format: 'csv', ws: workspaceId })}`
}
