'use client'

import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, Ellipsis } from 'lucide-react'
import Link from 'next/link'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { Button } from '#components/ui/button.tsx'
import { Menu, MenuContent, MenuTrigger } from '#components/ui/menu.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { DocumentViewer } from '#components/viewer/document-viewer.tsx'
import { ViewerMessage } from '#components/viewer/viewer-message.tsx'
import type { Document } from '#lib/documents/schema.ts'
import { DocumentPassages } from './document-passages.tsx'
import { DocumentState } from './document-state.tsx'
import { PassagesMenuItem } from './passages-menu-item.tsx'
import { documentQuery } from './queries.ts'
import { usePassageLength } from './use-passage-length.tsx'

interface DocumentReaderProps {
  readonly workspaceId: string
  readonly slug: string
  readonly documentId: string
  readonly page: number
}

const NO_MARKS: [] = []

/** A document on its own, to read and to ask about. */
export function DocumentReader({ workspaceId, slug, documentId, page }: DocumentReaderProps) {
  const { data: document, error, isPending, refetch } = useQuery(documentQuery(workspaceId, documentId))
  const passages = usePassageLength(workspaceId, document ? [document] : [])
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex min-h-11 items-center gap-2 border-rule border-b py-1.5 pr-4 pl-2">
        <Button asChild size="icon" variant="quiet">
          <Link href={`/w/${slug}/documents`} aria-label="All documents">
            <ChevronLeft aria-hidden size={18} />
          </Link>
        </Button>
        <h1 dir="auto" title={document?.name} className="min-w-0 flex-1 truncate text-left font-[540]">
          {document?.name ?? (error ? 'Document' : '')}
        </h1>
        {document && document.searchablePages > 0 && (
          <Button asChild size="small" variant="primary">
            <Link href={`/w/${slug}/chat?document=${documentId}`}>Ask about it</Link>
          </Button>
        )}
        {document?.status === 'ready' && (
          <Menu>
            <MenuTrigger asChild>
              <Button size="icon" variant="quiet" aria-label={`More for ${document.name}`}>
                <Ellipsis aria-hidden size={16} />
              </Button>
            </MenuTrigger>
            <MenuContent align="end">
              <PassagesMenuItem onSelect={() => passages.open(document)} />
            </MenuContent>
          </Menu>
        )}
      </header>
      {isPending && <Skeleton rows={6} label="Opening the document" className="max-w-2xl p-8" />}
      {error && (
        <div className="p-6">
          <ProblemNotice error={error} onRetry={() => refetch()} />
        </div>
      )}
      {document?.reindex && (
        <div className="border-rule border-b px-4 py-2 text-small">
          <DocumentPassages document={document} onPassages={passages.open} />
        </div>
      )}
      {passages.dialog}
      {document && <ReaderBody workspaceId={workspaceId} document={document} page={page} />}
    </div>
  )
}

function ReaderBody({
  workspaceId,
  document,
  page,
}: {
  workspaceId: string
  document: Document
  page: number
}) {
  if (document.status === 'failed')
    return (
      <div className="px-6 py-10">
        <DocumentState document={document} />
      </div>
    )
  const isPdf = document.mediaType === 'application/pdf'
  // A text is shown as it was read; a PDF can be looked at while it is read.
  if (!isPdf && document.searchablePages === 0)
    return <ViewerMessage busy>It is still being read. It opens here by itself.</ViewerMessage>
  return (
    <>
      {document.status !== 'ready' && (
        <div className="border-rule border-b px-4 py-2 text-small">
          <DocumentState document={document} />
        </div>
      )}
      <div className="min-h-0 flex-1">
        <DocumentViewer
          workspaceId={workspaceId}
          documentId={document.id}
          documentName={document.name}
          versionId={document.versionId}
          mediaType={document.mediaType}
          page={page}
          marks={NO_MARKS}
          activeId={null}
        />
      </div>
    </>
  )
}
