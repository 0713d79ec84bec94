import { ChevronLeft } from 'lucide-react'
import { SkipLink } from '#components/layout/skip-link.tsx'
import { Wordmark } from '#components/layout/wordmark.tsx'
import { Button } from '#components/ui/button.tsx'

/** @param cameFrom a path of our own, checked by the page. */
export function MailboxHeader({ cameFrom }: { cameFrom: string }) {
  return (
    <header className="flex flex-wrap items-center justify-between gap-3 px-4.5 py-4 sm:px-10 sm:py-4.5">
      <SkipLink />
      <Wordmark />
      <Button asChild size="small">
        {/* A whole load: the page behind may know more by now. */}
        <a href={cameFrom}>
          <ChevronLeft aria-hidden size={14} />
          {cameFrom.startsWith('/sign-up') ? 'Back to the sign-up' : 'Back to Footnote'}
        </a>
      </Button>
    </header>
  )
}
