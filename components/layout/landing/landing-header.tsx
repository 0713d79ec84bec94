import { Wordmark } from '#components/layout/wordmark.tsx'
import { Button } from '#components/ui/button.tsx'

export function LandingHeader({ homePath }: { homePath: string | null }) {
  return (
    <header className="flex items-center gap-4 px-4.5 py-4 sm:gap-7 sm:px-10 sm:py-4.5">
      <Wordmark />
      <nav aria-label="Footnote" className="ml-auto flex items-center gap-4 text-ink-2 sm:gap-6">
        <a href="/#how" className="hidden hover:text-ink sm:inline">
          How it works
        </a>
        <a href="/pricing" className="hover:text-ink max-[22.5rem]:hidden">
          Pricing
        </a>
        {homePath ? (
          <Button asChild>
            <a href={homePath}>Your documents</a>
          </Button>
        ) : (
          <Button asChild>
            <a href="/sign-in">Sign in</a>
          </Button>
        )}
      </nav>
    </header>
  )
}
