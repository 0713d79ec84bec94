import type { Metadata } from 'next'
import { PlanTeaser } from '#components/billing/plan-teaser.tsx'
import { HowItWorks } from '#components/layout/landing/how-it-works.tsx'
import { LandingAnswer } from '#components/layout/landing/landing-answer.tsx'
import { LandingFooter } from '#components/layout/landing/landing-footer.tsx'
import { LandingHeader } from '#components/layout/landing/landing-header.tsx'
import { SkipLink } from '#components/layout/skip-link.tsx'
import { Button } from '#components/ui/button.tsx'
import { findPageUser } from '#lib/access/index.ts'
import { PLANS } from '#lib/billing/plans.ts'

export const metadata: Metadata = {
  title: { absolute: 'Footnote: ask your documents, see the sentence that proves it' },
}

const { limits, creditsMc } = PLANS.free

export default async function LandingPage() {
  const user = await findPageUser()
  return (
    <>
      <SkipLink />
      <LandingHeader homePath={user?.homePath ?? null} />
      <main id="page" tabIndex={-1} className="outline-none">
        <section className="mx-auto max-w-[60.5rem] px-4.5 pt-9 pb-8 sm:pt-16 xl:px-0">
          <h1 className="max-w-[15em] text-balance font-normal font-serif text-display tracking-[-0.025em]">
            Ask your documents. See the sentence that proves it.
          </h1>
          <p className="mt-5 mb-6 max-w-[36em] font-serif text-ink-2 text-lead">
            Every claim in an answer carries a footnote. It shows the quote beside the sentence and opens the
            original page with the words marked. What is not in your documents is not in the answer, and costs
            nothing.
          </p>
          <div className="flex flex-wrap items-center gap-2.5">
            <Button asChild variant="primary">
              <a href={user?.homePath ?? '/sign-up?start=sample'}>
                {user ? 'Go to your documents' : 'Try it on a sample report'}
              </a>
            </Button>
            {!user && (
              <Button asChild className="max-w-full whitespace-normal py-1.5 text-left">
                <a href="/sign-up">
                  Start free: {limits.documents} documents, {(creditsMc ?? 0) / 1_000} answers a month
                </a>
              </Button>
            )}
          </div>
        </section>
        <section
          aria-label="An answer with its footnotes"
          className="mx-auto max-w-[67.5rem] border-rule border-t px-4.5 pt-8.5 pb-16 xl:px-0"
        >
          <LandingAnswer />
        </section>
        <HowItWorks />
        <PlanTeaser />
      </main>
      <LandingFooter />
    </>
  )
}
