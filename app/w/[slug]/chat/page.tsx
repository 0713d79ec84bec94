import type { Metadata } from 'next'
import { NewQuestion } from '#components/chat/new-question.tsx'
import { getPageContext } from '#lib/access/index.ts'

export const metadata: Metadata = { title: 'New question' }

export default async function NewQuestionPage({
  params,
  searchParams,
}: {
  params: Promise<{ slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { slug } = await params
  const { document } = await searchParams
  await getPageContext(slug, `/w/${slug}/chat`)
  const documentId = typeof document === 'string' ? document : null
  return <NewQuestion key={documentId} documentId={documentId} />
}
