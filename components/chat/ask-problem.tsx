import { useQuery } from '@tanstack/react-query'
import { meQuery } from '#components/account/queries.ts'
import { personZone } from '#components/billing/day.ts'
import { usePaywall } from '#components/billing/paywall.tsx'
import { describeWall, isResolved, isWall } from '#components/billing/wall.ts'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { toProblem } from '#components/layout/problem-text.ts'
import { useWorkspace } from '#components/layout/workspace-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'

const BLOCKED = { what: 'question' } as const

/** Why a question was not asked. Where the plan said no: what is full, when there is more, and what still works. */
export function AskProblem({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { data: me, isFetchedAfterMount } = useQuery(meQuery(useWorkspace().id))
  const openPaywall = usePaywall()
  const problem = toProblem(error)
  if (!isWall(problem) || !me) return <ProblemNotice error={error} onRetry={onRetry} />
  if (isFetchedAfterMount && isResolved(problem, me))
    return (
      <Notice title="You can ask now" actions={<Button onClick={onRetry}>Ask the question</Button>}>
        Your question waits in its field.
      </Notice>
    )
  const { title, waits, goesOn, resets } = describeWall(problem, me, BLOCKED, personZone(me.user))
  return (
    <Notice
      tone="warning"
      title={title}
      actions={
        <Button size="small" onClick={() => openPaywall({ error, blocked: BLOCKED, onResume: onRetry })}>
          See what helps
        </Button>
      }
    >
      {resets} {waits} {goesOn}
    </Notice>
  )
}
