import type { Metadata } from 'next'
import { toStart } from '#components/account/start.ts'
import { NewQuestion } from '#components/chat/new-question.tsx'
import { FileDrop } from '#components/documents/file-drop.tsx'
import { StartWithSample } from '#components/documents/start-with-sample.tsx'
import { getPageContext } from '#lib/access/index.ts'

export const metadata: Metadata = { title: 'New question' }

export default async function NewQuestionPage({ params, searchParams }: PageProps<'/w/[slug]/chat'>) {
  const { slug } = await params
  const { document, start: given } = await searchParams
  const start = toStart(given)
  const { workspace } = await getPageContext(slug)
  const documentId = typeof document === 'string' ? document : null
  const page = <NewQuestion key={documentId} documentId={documentId} />
  return (
    <FileDrop workspaceId={workspace.id} className="h-full">
      {start === 'sample' ? (
        <StartWithSample workspaceId={workspace.id} slug={workspace.slug}>
          {page}
        </StartWithSample>
      ) : (
        page
      )}
    </FileDrop>
  )
}
