import type { Metadata } from 'next'
import { DocumentReader } from '#components/documents/document-reader.tsx'
import { getPageContext } from '#lib/access/index.ts'

export const metadata: Metadata = { title: 'Document' }

export default async function DocumentPage({
  params,
  searchParams,
}: PageProps<'/w/[slug]/documents/[documentId]'>) {
  const { slug, documentId } = await params
  const { page } = await searchParams
  const { workspace } = await getPageContext(slug)
  return (
    <DocumentReader
      workspaceId={workspace.id}
      slug={workspace.slug}
      documentId={documentId}
      page={toPage(page)}
    />
  )
}

function toPage(value: string | string[] | undefined): number {
  const page = Number(value)
  return Number.isInteger(page) && page > 0 ? page : 1
}
