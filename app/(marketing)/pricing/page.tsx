import type { Metadata } from 'next'
import { PricingView } from '#components/billing/pricing/pricing-view.tsx'
import { toPricingQuery } from '#components/billing/pricing/query.ts'
import { LandingFooter } from '#components/layout/landing/landing-footer.tsx'
import { LandingHeader } from '#components/layout/landing/landing-header.tsx'
import { SkipLink } from '#components/layout/skip-link.tsx'
import { findPageUser } from '#lib/access/index.ts'
import { getMe } from '#lib/workspaces/index.ts'
import type { Me } from '#lib/workspaces/schema.ts'

export const metadata: Metadata = {
  title: 'Plans and prices',
  description:
    'What each plan holds and costs, what happens at a limit, and a calculator on the same figures.',
}

export default async function PricingPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const query = toPricingQuery(await searchParams)
  const user = await findPageUser()
  const me = user ? await findMe(user.userId, query.workspace) : null
  return (
    <>
      <SkipLink />
      <LandingHeader homePath={user?.homePath ?? null} />
      <main id="page" tabIndex={-1} className="outline-none">
        <PricingView query={query} me={me} />
      </main>
      <LandingFooter />
    </>
  )
}

/** The plan of the workspace that the visitor comes from, else of their own. */
async function findMe(userId: string, slug: string | null): Promise<Me> {
  const own = await getMe(userId, null)
  const from = own.workspaces.find((workspace) => workspace.slug === slug)
  return from && from.id !== own.active.workspaceId ? getMe(userId, from.id) : own
}
