import type { Metadata } from 'next'
import { UsagePage } from '#components/usage/usage-page.tsx'
import { getPageContext } from '#lib/access/index.ts'

export const metadata: Metadata = { title: 'Usage' }

export default async function Usage({ params }: PageProps<'/w/[slug]/usage'>) {
  const { slug } = await params
  const { workspace } = await getPageContext(slug)
  return (
    <div className="max-w-[67rem] px-4 py-6 sm:px-8">
      <UsagePage workspaceId={workspace.id} slug={workspace.slug} />
    </div>
  )
}
