import { useMutation, useQueryClient } from '@tanstack/react-query'
import { meQuery } from '#components/account/queries.ts'
import { api } from '#lib/api-client/index.ts'
import { planRequestSchema, type RequestPlan } from '#lib/billing/schema.ts'

/** Asks for a plan. An open request for another one is replaced. */
export function useRequestPlan(workspaceId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: RequestPlan) =>
      api.post('/api/plan-requests', { body, schema: planRequestSchema, workspaceId }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['me', workspaceId] }),
  })
}

export function useWithdrawRequest(workspaceId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.delete(`/api/plan-requests/${id}`, { workspaceId }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['me', workspaceId] }),
  })
}

/** Puts a notice away for its period; it is gone at once, and back when the server does not take it. */
export function useDismissNotice(workspaceId: string) {
  const queryClient = useQueryClient()
  const { queryKey } = meQuery(workspaceId)
  return useMutation({
    mutationFn: (key: string) => api.post('/api/user/notices/dismiss', { body: { key }, workspaceId }),
    onMutate: async (key) => {
      await queryClient.cancelQueries({ queryKey })
      queryClient.setQueryData(queryKey, (me) =>
        me
          ? {
              ...me,
              active: { ...me.active, notices: me.active.notices.filter((notice) => notice.key !== key) },
            }
          : me,
      )
    },
    onError: () => queryClient.invalidateQueries({ queryKey }),
  })
}
