'use client'

import { useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { usePathname } from 'next/navigation'
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import { toProblem } from '#components/layout/problem-text.ts'
import { useWorkspace } from '#components/layout/workspace-context.tsx'
import type { Problem } from '#lib/platform/http/schema.ts'
import { type Blocked, isWall } from './wall.ts'

/** Something that the plan refused, and what goes on with it once the plan allows it. */
export interface Refusal {
  readonly problem: Problem
  readonly blocked: Blocked
  readonly onResume?: (() => void) | undefined
  /** When it was refused: what was known before says nothing of it. */
  readonly at: number
}

/** What to say of a refusal; whether it is the plan's is found here. */
export interface Refused {
  readonly error: unknown
  readonly blocked: Blocked
  readonly onResume?: () => void
}

const PaywallContext = createContext<(refused: Refused) => boolean>(() => false)

/** Opens the dialog about a refusal by the plan; false where the error is none. Of a batch of files it opens once. */
export const usePaywall = () => useContext(PaywallContext)

const RefusedPathContext = createContext<string | null>(null)

/** Whether a question was refused on this page: what its field says then need not be said above the page as well. */
export function useQuestionRefused(): boolean {
  return useContext(RefusedPathContext) === usePathname()
}

// Most visits see no wall: the dialog comes when it is needed.
const UpgradeDialog = dynamic(() => import('./upgrade-dialog.tsx').then((module) => module.UpgradeDialog), {
  ssr: false,
})

export function PaywallProvider({ children }: { children: ReactNode }) {
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [refusedPath, setRefusedPath] = useState<string | null>(null)
  const path = usePathname()
  const { id } = useWorkspace()
  const queryClient = useQueryClient()
  const open = useCallback(
    ({ error, blocked, onResume }: Refused) => {
      const problem = toProblem(error)
      if (!isWall(problem)) return false
      if (blocked.what === 'question') setRefusedPath(path)
      void queryClient.invalidateQueries({ queryKey: ['me', id] })
      setRefusal((shown) => withFiles(shown, { problem, blocked, onResume, at: Date.now() }))
      return true
    },
    [queryClient, id, path],
  )
  return (
    <PaywallContext value={open}>
      <RefusedPathContext value={refusedPath}>{children}</RefusedPathContext>
      {refusal && <UpgradeDialog refusal={refusal} onClose={() => setRefusal(null)} />}
    </PaywallContext>
  )
}

/** Files that are refused one after the other for the same reason stand in one dialog. */
export function withFiles(shown: Refusal | null, next: Refusal): Refusal {
  if (shown?.blocked.what !== 'files' || next.blocked.what !== 'files') return next
  if (shown.problem.code !== next.problem.code || shown.problem.limitKey !== next.problem.limitKey)
    return next
  return {
    at: next.at,
    problem: shown.problem,
    blocked: { what: 'files', names: [...new Set([...shown.blocked.names, ...next.blocked.names])] },
    onResume: () => {
      shown.onResume?.()
      next.onResume?.()
    },
  }
}
