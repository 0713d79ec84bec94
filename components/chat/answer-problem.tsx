import { toProblemText } from '#components/layout/problem-text.ts'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { Message } from '#lib/chat/schema.ts'

/** An answer that did not come to its end: why, what it cost (nothing), and the way on. */
export function AnswerProblem({
  outcome,
  problem,
  hasText,
  onRetry,
}: {
  outcome: 'failed' | 'interrupted'
  problem: Message['problem']
  hasText: boolean
  onRetry: (() => void) | undefined
}) {
  const title =
    outcome === 'interrupted'
      ? 'The answer was interrupted'
      : problem
        ? toProblemText(problem).title
        : 'The answer broke off'
  return (
    <Notice
      tone={problem?.status === 402 ? 'warning' : 'critical'}
      title={title}
      className="mt-5"
      actions={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            Ask again
          </Button>
        )
      }
    >
      <p>
        {problem?.detail ?? 'The server stopped while it was writing. Nothing was charged.'}
        {hasText && ' The text so far stays.'}
      </p>
    </Notice>
  )
}
