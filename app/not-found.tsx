import type { Metadata } from 'next'
import { MessagePage } from '#components/layout/message-page.tsx'
import { Button } from '#components/ui/button.tsx'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <MessagePage
      title="There is no such page"
      actions={
        <>
          <Button asChild variant="primary">
            <a href="/w">Go to your documents</a>
          </Button>
          <Button asChild>
            <a href="/">Go to the start</a>
          </Button>
        </>
      }
    >
      <p>It may have been deleted, or it belongs to a workspace you are not a member of.</p>
    </MessagePage>
  )
}
