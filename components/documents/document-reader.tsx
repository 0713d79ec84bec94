'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { Button } from '#components/ui/button.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { DocumentViewer } from '#components/viewer/document-viewer.tsx'
import { DocumentState } from './document-state.tsx'
import { documentQuery } from './queries.ts'

interface DocumentReaderProps {
  readonly workspaceId: string
  readonly slug: string
  readonly documentId: string
  readonly page: number
}

const NO_MARKS: [] = []

/** A document on its own, to read and to ask about. */
export function DocumentReader({ workspaceId, slug, documentId, page }: DocumentReaderProps) {
  const router = useRouter()
  const { data: document, error, isPending, refetch } = useQuery(documentQuery(workspaceId, documentId))
  if (isPending) return <Skeleton rows={5} className="p-8" />
  if (error) {
    return (
      <div className="p-8">
        <ProblemNotice error={error} onRetry={() => refetch()} />
      </div>
    )
  }
  const ready = document.status === 'ready'
  return (
    <div className="flex h-dvh min-h-0 flex-col">
      <div className="flex flex-wrap items-center justify-between gap-3 border-rule border-b px-4 py-2 text-small">
        <Link href={`/w/${slug}/documents`} className="text-ink-2 underline-offset-3 hover:underline">
          All documents
        </Link>
        {ready ? null : <DocumentState document={document} />}
        {document.searchablePages > 0 && (
          <Button asChild size="small" variant="primary">
            <Link href={`/w/${slug}/chat?document=${documentId}`}>Ask about this document</Link>
          </Button>
        )}
      </div>
      <div className="min-h-0 flex-1">
        <DocumentViewer
          workspaceId={workspaceId}
          documentId={documentId}
          documentName={document.name}
          versionId={document.versionId}
          mediaType={document.mediaType}
          page={page}
          marks={NO_MARKS}
          activeId={null}
          onClose={() => router.push(`/w/${slug}/documents`)}
        />
      </div>
    </div>
  )
}
