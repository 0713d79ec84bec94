/** Only what exists is linked. */
export function LandingFooter() {
  return (
    <footer className="mx-auto flex max-w-[67.5rem] flex-wrap items-baseline gap-x-6 gap-y-2 border-rule border-t px-4.5 pt-6 pb-12 text-ink-3 text-small xl:px-0">
      <span>Footnote</span>
      <a href="/pricing" className="hover:text-ink hover:underline">
        Pricing
      </a>
      <a href="/sign-up" className="hover:text-ink hover:underline">
        Sign up
      </a>
      <a href="/sign-in" className="hover:text-ink hover:underline">
        Sign in
      </a>
      <a href="/api/openapi.json" className="hover:text-ink hover:underline">
        API description
      </a>
    </footer>
  )
}
