'use client'

import Link from 'next/link'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { type ProblemText, toProblem, toProblemText } from './problem-text.ts'

/** An error where it happened: what, what helps, and the button. `onRetry` is offered where trying again can help. */
export function ProblemNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const problem = toProblem(error)
  const text = toProblemText(problem)
  return (
    <Notice
      tone={problem.status === 402 ? 'warning' : 'critical'}
      title={text.title}
      actions={<ProblemAction action={text.action} onRetry={onRetry} />}
    >
      <p>{text.remedy ?? problem.detail}</p>
      {problem.status >= 500 && problem.requestId && (
        <p className="mt-1 text-ink-3 text-tiny">
          Number of this problem: <span className="tabular">{problem.requestId}</span>
        </p>
      )}
    </Notice>
  )
}

function ProblemAction({
  action,
  onRetry,
}: {
  action: ProblemText['action']
  onRetry: (() => void) | undefined
}) {
  if (action === 'retry') return onRetry ? <Button onClick={onRetry}>Try again</Button> : null
  if (action === 'reload') return <Button onClick={() => location.reload()}>Reload</Button>
  if (action === 'signIn')
    return (
      <Button variant="primary" onClick={() => location.assign(signInAddress())}>
        Sign in
      </Button>
    )
  if (action === 'plans')
    return (
      <Button asChild>
        <Link href="/pricing">Compare plans</Link>
      </Button>
    )
  if (action === 'home')
    return (
      <Button asChild>
        <Link href="/">Go to the start</Link>
      </Button>
    )
  return null
}

function signInAddress(): string {
  return `/sign-in?callbackUrl=${encodeURIComponent(location.pathname + location.search)}`
}
