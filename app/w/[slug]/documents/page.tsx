import type { Metadata } from 'next'
import { DocumentList } from '#components/documents/document-list.tsx'
import { getPageContext } from '#lib/access/index.ts'

export const metadata: Metadata = { title: 'Documents' }

export default async function DocumentsPage({ params, searchParams }: PageProps<'/w/[slug]/documents'>) {
  const { sort } = await searchParams
  const { slug } = await params
  const { workspace } = await getPageContext(slug)
  return (
    <div className="max-w-[67rem] px-4 py-6 sm:px-8">
      <DocumentList
        workspaceId={workspace.id}
        slug={workspace.slug}
        sort={sort === 'pages' ? 'pages' : 'newest'}
      />
    </div>
  )
}
