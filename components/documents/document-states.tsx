'use client'

import { type ReactNode, useState } from 'react'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Table } from '#components/ui/table.tsx'
import { ApiProblem } from '#lib/api-client/index.ts'
import { DocumentTableRow } from './document-row.tsx'
import { DocumentTableHead } from './document-table-head.tsx'
import { DOCUMENTS, makeUploads } from './states.ts'
import { UploadTableRow } from './upload-rows.tsx'

const NOW = new Date('2026-11-24T12:00:00.000Z')
const BROKEN = new ApiProblem({
  type: 'about:blank',
  title: 'unavailable',
  status: 503,
  detail: 'The documents could not be read.',
  code: 'unavailable',
  requestId: '019c0000-0000-7000-8000-0000000000aa',
})
const nothing = () => {}

/** Rows of the table in each state, and what stands in its place. */
export function DocumentStates() {
  const [uploads] = useState(makeUploads)
  return (
    <section aria-label="Documents" className="mb-12 grid gap-8">
      <Rows caption="Documents in each state">
        {DOCUMENTS.map((document) => (
          <DocumentTableRow
            key={document.name}
            slug="heron"
            document={document}
            now={NOW}
            onRename={nothing}
            onTrash={nothing}
            onRetry={nothing}
            onPassages={nothing}
          />
        ))}
      </Rows>
      <Rows caption="Uploads in each state">
        {uploads.map((row) => (
          <UploadTableRow key={row.id} row={row} />
        ))}
      </Rows>
      <Skeleton rows={4} />
      <ProblemNotice error={BROKEN} onRetry={nothing} />
    </section>
  )
}

function Rows({ caption, children }: { caption: string; children: ReactNode }) {
  return (
    <Table className="table-fixed max-sm:block">
      <caption className="sr-only">{caption}</caption>
      <DocumentTableHead />
      <tbody className="max-sm:block max-sm:border-rule max-sm:border-t">{children}</tbody>
    </Table>
  )
}
