import type { Metadata } from 'next'
import { PlanPage } from '#components/billing/plan-page.tsx'
import { getPageContext } from '#lib/access/index.ts'

export const metadata: Metadata = { title: 'Plan' }

export default async function BillingPage({ params }: { params: Promise<{ slug: string }> }) {
  await getPageContext((await params).slug)
  return (
    <div className="max-w-[44rem] px-4 py-6 sm:px-8">
      <PlanPage />
    </div>
  )
}
