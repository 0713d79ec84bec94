import type { ReactNode } from 'react'
import { Button } from '#components/ui/button.tsx'

interface ViewerMessageProps {
  readonly busy?: boolean
  /** Offered where trying again can help. */
  readonly onRetry?: (() => void) | undefined
  readonly children: ReactNode
}

/** A sentence in place of pages: what is going on, or what went wrong and what to do. */
export function ViewerMessage({ busy = false, onRetry, children }: ViewerMessageProps) {
  return (
    <div
      role={busy ? 'status' : 'alert'}
      className="mx-auto grid w-full max-w-md flex-1 content-start justify-items-start gap-3 px-6 py-14 text-ink-2 text-small"
    >
      <p>{children}</p>
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
    </div>
  )
}

/** What a file says that cannot be had, by the status of the answer. */
export function UnavailableMessage({ status, onRetry }: { status: number; onRetry: () => void }) {
  if (status === 401)
    return <ViewerMessage>You are signed out. Sign in, then open the document again.</ViewerMessage>
  if (status === 404 || status === 410)
    return (
      <ViewerMessage>
        The file is no longer here: the document was deleted, or it belongs to another workspace.
      </ViewerMessage>
    )
  return (
    <ViewerMessage onRetry={onRetry}>
      The file could not be loaded. Check your connection, then try again.
    </ViewerMessage>
  )
}
