import Link from 'next/link'
import { toDay } from '#components/billing/day.ts'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { toProblem } from '#components/layout/problem-text.ts'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'

/** Why a question was not asked. At the end of the credits: the number, when there are more, and what still works. */
export function AskProblem({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const problem = toProblem(error)
  if (problem.code !== 'quota_exceeded') return <ProblemNotice error={error} onRetry={onRetry} />
  const { limit, resetsAt, available } = problem
  return (
    <Notice
      tone="warning"
      title={
        typeof limit === 'number'
          ? `All ${limit.toLocaleString('en')} credits are used`
          : 'The credits are used up'
      }
      actions={
        <Button asChild size="small">
          <Link href="/#plans">Compare plans</Link>
        </Button>
      }
    >
      <p>
        {typeof available === 'number' && available > 0 ? `${available} are left, an answer takes 1. ` : ''}
        {typeof resetsAt === 'string' ? `There are new ones on ${toDay(resetsAt)}. ` : ''}
        Your question stays here; reading documents and earlier answers goes on.
      </p>
    </Notice>
  )
}
