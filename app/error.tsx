'use client'

import { MessagePage } from '#components/layout/message-page.tsx'
import { Button } from '#components/ui/button.tsx'

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return (
    <MessagePage
      title="Something broke on our side"
      actions={
        <>
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
          <Button asChild>
            <a href="/w">Go to your documents</a>
          </Button>
        </>
      }
    >
      <p>
        Your documents and questions are safe, and nothing was charged. Try again; if it stays, tell us the
        number below.
      </p>
      {error.digest && (
        <p className="mt-1 text-ink-3 text-tiny">
          Number of this problem: <span className="tabular">{error.digest}</span>
        </p>
      )}
    </MessagePage>
  )
}
