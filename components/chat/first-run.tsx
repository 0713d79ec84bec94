'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { DocumentState } from '#components/documents/document-state.tsx'
import { KeptTableRow } from '#components/documents/kept-rows.tsx'
import { NoDocuments } from '#components/documents/no-documents.tsx'
import { isInProgress } from '#components/documents/queries.ts'
import { UploadTableRow } from '#components/documents/upload-rows.tsx'
import { useKeptFiles } from '#components/documents/use-kept-files.ts'
import { useUploads } from '#components/documents/use-uploads.ts'
import { useWorkspace } from '#components/layout/workspace-context.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Table } from '#components/ui/table.tsx'
import type { Document } from '#lib/documents/schema.ts'
import { useSuggestions } from './use-suggestions.ts'

const SHOWN = 4

/** Before the first question: add a document, see it being read, then how to begin. */
export function FirstRun({
  documents,
  onAsk,
}: {
  documents: readonly Document[]
  onAsk: (question: string) => void
}) {
  const { id: workspaceId, slug } = useWorkspace()
  const ready = documents.filter(({ searchablePages }) => searchablePages > 0)
  const coming = documents.filter(isInProgress)
  const uploads = useUploads(workspaceId)
  const waiting = useKeptFiles(workspaceId).filter(
    ({ id, documentId }) => documentId === null && !uploads.some(({ keptId }) => keptId === id),
  )
  const questions = useSuggestions(workspaceId, ready)
  if (documents.length + uploads.length + waiting.length === 0)
    return <NoDocuments workspaceId={workspaceId} />
  return (
    <>
      <h1 className="text-balance font-serif text-title tracking-[-0.012em]">
        {ready.length > 0 ? 'What do you want to know?' : 'Being read'}
      </h1>
      {ready.length > 0 && (
        <>
          <p className="mt-2 text-ink-2">
            Ask in your own words, about one thing at a time. Each sentence of the answer shows where it
            stands; what is not in the documents is not answered, and costs nothing.
          </p>
          {questions.length > 0 && (
            <ul className="mt-6 border-rule border-t" aria-label="Questions to begin with">
              {questions.map((question) => (
                <Beginning key={question} onClick={() => onAsk(question)}>
                  {question}
                </Beginning>
              ))}
            </ul>
          )}
        </>
      )}
      {uploads.length + waiting.length > 0 && (
        <div className="mt-6">
          <Table aria-label="Files on their way">
            <colgroup>
              <col className="w-2/5" />
            </colgroup>
            <tbody>
              {uploads.map((row) => (
                <UploadTableRow key={row.id} row={row} />
              ))}
              {waiting.map((kept) => (
                <KeptTableRow key={kept.id} kept={kept} />
              ))}
            </tbody>
          </Table>
        </div>
      )}
      {coming.length > 0 && (
        <ul className="mt-6 grid gap-3" aria-label="Documents being read">
          {coming.slice(0, SHOWN).map((document) => (
            <li key={document.id}>
              <span className="[overflow-wrap:anywhere]">{document.name}</span>
              <DocumentState document={document} />
            </li>
          ))}
        </ul>
      )}
      {ready.length + coming.length + uploads.length === 0 && (
        <EmptyState title="None of your documents can be asked yet">
          <Link href={`/w/${slug}/documents`} className="text-accent underline underline-offset-3">
            See why
          </Link>
        </EmptyState>
      )}
    </>
  )
}

function Beginning({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <li className="border-rule border-b">
      <button
        type="button"
        onClick={onClick}
        className="min-h-10 w-full truncate text-left font-serif text-ink-2 text-quote hover:text-ink"
      >
        {children}
      </button>
    </li>
  )
}
