'use client'

import { X } from 'lucide-react'
import { toProblem } from '#components/layout/problem-text.ts'
import { Button } from '#components/ui/button.tsx'
import { Progress } from '#components/ui/progress.tsx'
import { Cell } from '#components/ui/table.tsx'
import { formatSize } from './format.ts'
import { toRefusal } from './refusal.ts'
import { type UploadRow, uploadList } from './upload-list.ts'

/** A file that is on its way: there before any answer of the network, with its size and a way out. */
export function UploadTableRow({ row }: { row: UploadRow }) {
  const { file, id, state } = row
  return (
    <tr className="max-sm:relative max-sm:block max-sm:border-rule max-sm:border-b max-sm:py-2.5 max-sm:pr-10">
      <Cell className="max-w-0 max-sm:block max-sm:max-w-full max-sm:border-0 max-sm:p-0">
        <span className="block truncate text-left" dir="auto" title={file.name}>
          {file.name}
        </span>
      </Cell>
      <Cell className="max-sm:block max-sm:border-0 max-sm:p-0 max-sm:text-ink-2">
        {state === 'failed' ? <FailedUpload row={row} /> : <RunningUpload row={row} />}
      </Cell>
      <Cell numeric className="hidden sm:table-cell">
        –
      </Cell>
      <Cell className="hidden pl-6 sm:table-cell">{state === 'failed' ? '–' : 'just now'}</Cell>
      <Cell className="text-right max-sm:absolute max-sm:top-1.5 max-sm:right-0 max-sm:border-0 max-sm:p-0 sm:py-1 sm:pr-0">
        <Button
          size="icon"
          variant="quiet"
          aria-label={state === 'failed' ? `Take ${file.name} off the list` : `Cancel ${file.name}`}
          onClick={() => uploadList.remove(id)}
        >
          <X aria-hidden size={16} />
        </Button>
      </Cell>
    </tr>
  )
}

function RunningUpload({ row: { file, sentBytes, state } }: { row: UploadRow }) {
  const percent = file.size > 0 ? Math.floor((100 * sentBytes) / file.size) : 0
  const size = formatSize(file.size)
  const words = {
    waiting: `Waiting to upload ${size}`,
    sending: `Uploading ${percent} % of ${size}`,
    finishing: 'Uploaded, one moment',
  }
  return (
    <>
      <span>{state === 'failed' ? '' : words[state]}</span>
      <Progress
        label={`Uploading ${file.name}`}
        value={state === 'waiting' ? null : percent}
        className="mt-1.5 max-w-72"
      />
    </>
  )
}

function FailedUpload({ row }: { row: UploadRow }) {
  const problem = toProblem(row.error)
  const { what, remedy } = toRefusal(problem)
  const mayHelp =
    problem.status === 0 || problem.status >= 500 || problem.status === 429 || problem.status === 402
  return (
    <span className="block">
      <span className="text-bad">{what}</span>
      {remedy && <small className="block text-ink-2 text-tiny">{remedy}</small>}
      {mayHelp && (
        <Button
          size="small"
          variant="link"
          className="!border-0 font-normal"
          onClick={() => uploadList.retry(row.id)}
        >
          Try again
        </Button>
      )}
    </span>
  )
}
