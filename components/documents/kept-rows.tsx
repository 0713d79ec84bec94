'use client'

import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { meQuery } from '#components/account/queries.ts'
import { usePaywall } from '#components/billing/paywall.tsx'
import { isResolved } from '#components/billing/wall.ts'
import { useWorkspace } from '#components/layout/workspace-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Cell } from '#components/ui/table.tsx'
import { ApiProblem } from '#lib/api-client/index.ts'
import { keptFiles } from './browser-files.ts'
import type { Kept } from './kept-files.ts'
import { toRefusal } from './refusal.ts'
import { useSendKept } from './use-kept-files.ts'

/** A file that the plan did not take and the browser keeps, with why and the ways on. */
export function KeptTableRow({ kept }: { kept: Kept }) {
  const { name } = kept.file
  return (
    <tr className="max-sm:relative max-sm:block max-sm:border-rule max-sm:border-b max-sm:py-2.5 max-sm:pr-10">
      <Cell className="max-w-0 max-sm:block max-sm:max-w-full max-sm:border-0 max-sm:p-0">
        <span className="block truncate text-left" dir="auto" title={name}>
          {name}
        </span>
      </Cell>
      <Cell className="max-sm:block max-sm:border-0 max-sm:p-0 max-sm:text-ink-2">
        {kept.refusal && <span>{toRefusal(kept.refusal).what}</span>}
        <KeptState kept={kept} onRemove={() => void keptFiles.remove(kept.id)} />
      </Cell>
      <Cell numeric className="hidden sm:table-cell">
        –
      </Cell>
      <Cell className="hidden pl-6 sm:table-cell">–</Cell>
      <Cell className="text-right max-sm:absolute max-sm:top-1.5 max-sm:right-0 max-sm:border-0 max-sm:p-0 sm:py-1 sm:pr-0">
        <Button
          size="icon"
          variant="quiet"
          aria-label={`Remove ${name}`}
          onClick={() => void keptFiles.remove(kept.id)}
        >
          <X aria-hidden size={16} />
        </Button>
      </Cell>
    </tr>
  )
}

/** Where the file waits, and what can be done with it. */
export function KeptState({ kept, onRemove }: { kept: Kept; onRemove: () => void }) {
  const { data: me } = useQuery(meQuery(useWorkspace().id))
  const openPaywall = usePaywall()
  const send = useSendKept()
  const { refusal, file, isStored } = kept
  const hasRoom = me !== undefined && refusal !== null && isResolved(refusal, me)
  const seeWhatHelps = () =>
    refusal &&
    openPaywall({
      error: new ApiProblem(refusal),
      blocked: { what: 'files', names: [file.name] },
      onResume: () => send(kept),
    })
  return (
    <>
      <small className="block text-ink-2 text-tiny">
        {hasRoom ? 'There is room for it now. ' : ''}
        {isStored
          ? 'The file waits here, in this browser.'
          : 'This browser has no space to keep the file: it waits here until you leave the page.'}
      </small>
      <span className="flex flex-wrap gap-x-3 text-tiny">
        <Action onClick={() => send(kept)}>Send again</Action>
        {!hasRoom && <Action onClick={seeWhatHelps}>See what helps</Action>}
        <Action onClick={onRemove}>Remove</Action>
      </span>
    </>
  )
}

function Action({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <Button size="small" variant="link" className="!border-0 font-normal" onClick={onClick}>
      {children}
    </Button>
  )
}
