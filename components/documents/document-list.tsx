'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { usePaywall } from '#components/billing/paywall.tsx'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Table } from '#components/ui/table.tsx'
import { useToast } from '#components/ui/toast.tsx'
import type { Document } from '#lib/documents/schema.ts'
import { AddFilesButton } from './add-files-button.tsx'
import { DocumentNews } from './document-news.tsx'
import { DocumentTableRow } from './document-row.tsx'
import { DocumentTableHead } from './document-table-head.tsx'
import { FileDrop } from './file-drop.tsx'
import type { Kept } from './kept-files.ts'
import { KeptOffer } from './kept-offer.tsx'
import { KeptTableRow } from './kept-rows.tsx'
import { NoDocuments } from './no-documents.tsx'
import { summarise } from './plan-refusal.ts'
import { documentListQuery, useRestoreDocument, useRetryDocument, useTrashDocument } from './queries.ts'
import { RenameDialog } from './rename-dialog.tsx'
import { RoomLeft } from './room-left.tsx'
import { type DocumentSort, sortDocuments } from './sort-documents.ts'
import type { UploadRow } from './upload-list.ts'
import { UploadTableRow } from './upload-rows.tsx'
import { useKeptFiles } from './use-kept-files.ts'
import { usePassageLength } from './use-passage-length.tsx'
import { useUploads } from './use-uploads.ts'

interface DocumentListProps {
  readonly workspaceId: string
  readonly slug: string
  readonly sort: DocumentSort
}

/** All documents of a workspace in one dense table; files may be dropped anywhere on it. */
export function DocumentList({ workspaceId, slug, sort }: DocumentListProps) {
  const { data, error, isPending, refetch } = useQuery(documentListQuery(workspaceId))
  const uploads = useUploads(workspaceId)
  const kept = useKeptFiles(workspaceId)
  const listed = kept.filter(({ id }) => !uploads.some(({ keptId }) => keptId === id))
  const waiting = listed.filter(({ documentId }) => documentId === null)
  // Up here, since the table is gone when its last row is: its callbacks would be gone with it.
  const trash = useTrashWithUndo(workspaceId)
  const documents = sortDocuments(data?.items ?? [], sort)
  const isEmpty = data !== undefined && documents.length + uploads.length + waiting.length === 0
  return (
    <FileDrop workspaceId={workspaceId}>
      <header className="mb-5 flex flex-wrap items-end justify-between gap-3">
        <div>
          <h1 className="font-serif text-title tracking-[-0.012em]">Documents</h1>
          {/* While the list is asked for, its line is kept free. */}
          {isPending && <p aria-hidden="true">{'\u00a0'}</p>}
          {data && !isEmpty && (
            <p className="text-ink-2">
              {summarise(documents, listed)}
              <span className="hidden sm:inline"> Drop files anywhere.</span>{' '}
              <RoomLeft workspaceId={workspaceId} />
              {sort === 'pages' && <MostPagesFirst slug={slug} />}
            </p>
          )}
        </div>
        {!isEmpty && <AddFilesButton />}
      </header>
      <DocumentNews documents={documents} />
      {error && <ProblemNotice error={error} onRetry={() => refetch()} />}
      <KeptOffer files={listed} />
      {isPending && <Skeleton rows={4} />}
      {isEmpty ? (
        <NoDocuments workspaceId={workspaceId} />
      ) : (
        data && (
          <DocumentTable
            workspaceId={workspaceId}
            slug={slug}
            sort={sort}
            documents={documents}
            uploads={uploads}
            kept={kept}
            waiting={waiting}
            onTrash={trash}
          />
        )
      )}
    </FileDrop>
  )
}

/** Whoever makes room wants to see what takes most of it. */
function MostPagesFirst({ slug }: { slug: string }) {
  return (
    <>
      {' '}
      Most pages first.{' '}
      <Link href={`/w/${slug}/documents`} className="text-accent underline underline-offset-3">
        Newest first
      </Link>
    </>
  )
}

interface DocumentTableProps extends DocumentListProps {
  readonly documents: readonly Document[]
  readonly uploads: readonly UploadRow[]
  readonly kept: readonly Kept[]
  /** Of the kept files those that are no document. */
  readonly waiting: readonly Kept[]
  readonly onTrash: (document: Document) => void
}

function DocumentTable(props: DocumentTableProps) {
  const { workspaceId, slug, documents, uploads, kept, waiting, onTrash } = props
  const [renaming, setRenaming] = useState<Document | null>(null)
  const passages = usePassageLength(workspaceId, documents)
  const retry = useRetryDocument(workspaceId)
  const now = new Date()
  return (
    <>
      {retry.error && <ProblemNotice error={retry.error} />}
      <Table className="table-fixed max-sm:block">
        <caption className="sr-only">Documents of this workspace</caption>
        <DocumentTableHead />
        <tbody className="max-sm:block max-sm:border-rule max-sm:border-t">
          {uploads.map((row) => (
            <UploadTableRow key={`upload-${row.id}`} row={row} />
          ))}
          {waiting.map((each) => (
            <KeptTableRow key={`kept-${each.id}`} kept={each} />
          ))}
          {documents.map((document) => (
            <DocumentTableRow
              key={document.id}
              slug={slug}
              document={document}
              kept={kept.find(({ documentId }) => documentId === document.id)}
              now={now}
              onRename={setRenaming}
              onTrash={onTrash}
              onRetry={({ id }) => retry.mutate(id)}
              onPassages={passages.open}
            />
          ))}
        </tbody>
      </Table>
      {renaming && (
        <RenameDialog workspaceId={workspaceId} document={renaming} onClose={() => setRenaming(null)} />
      )}
      {passages.dialog}
    </>
  )
}

function useTrashWithUndo(workspaceId: string) {
  const trash = useTrashDocument(workspaceId)
  const restore = useRestoreDocument(workspaceId)
  const toast = useToast()
  const openPaywall = usePaywall()
  return (document: Document) =>
    trash.mutate(document.id, {
      onSuccess: () =>
        toast({
          title: `${document.name} was deleted.`,
          action: {
            label: 'Undo',
            onClick: () =>
              restore.mutate(document.id, {
                onError: (error) => {
                  const blocked = { what: 'document', name: document.name } as const
                  const again = () => restore.mutate(document.id)
                  if (!openPaywall({ error, blocked, onResume: again }))
                    toast({ title: `It could not be restored. ${error.message}` })
                },
              }),
          },
        }),
      onError: (error) => toast({ title: `${document.name} could not be deleted. ${error.message}` }),
    })
}
