'use client'

import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { meQuery } from '#components/account/queries.ts'
import { usePaywall } from '#components/billing/paywall.tsx'
import { toCurrent } from '#components/billing/wall.ts'
import { useWorkspace } from '#components/layout/workspace-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Cell } from '#components/ui/table.tsx'
import { ApiProblem } from '#lib/api-client/index.ts'
import type { Problem } from '#lib/platform/http/schema.ts'
import { keptFiles } from './browser-files.ts'
import type { Kept } from './kept-files.ts'
import { describeStanding } from './plan-refusal.ts'
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

/** How the file stands now, where it waits, and what can be done with it. */
export function KeptState({ kept, onRemove }: { kept: Kept; onRemove: () => void }) {
  const send = useSendKept()
  if (!kept.refusal) return null
  return (
    <PlanRefusal
      refusal={kept.refusal}
      name={kept.file.name}
      where={
        kept.isStored
          ? 'The file waits here, in this browser.'
          : 'This browser has no space to keep the file: it waits here until you leave the page.'
      }
      onSend={() => send(kept)}
      onRemove={onRemove}
    />
  )
}

interface PlanRefusalProps {
  readonly refusal: Problem
  readonly name: string
  /** Where the file is. */
  readonly where: string
  /** Adds it; left out where this browser does not have the file. */
  readonly onSend?: () => void
  readonly onRemove: () => void
}

/** A refusal by the plan as it stands today: one state, and the way on that it has. */
export function PlanRefusal({ refusal, name, where, onSend, onRemove }: PlanRefusalProps) {
  const { data: me } = useQuery(meQuery(useWorkspace().id))
  const openPaywall = usePaywall()
  const standing = me && describeStanding(refusal, me)
  const seeWhatHelps = () =>
    me &&
    openPaywall({
      error: new ApiProblem(toCurrent(refusal, me)),
      blocked: { what: 'files', names: [name] },
      ...(onSend ? { onResume: onSend } : {}),
    })
  return (
    <>
      {standing && <span className="block">{standing.text}</span>}
      <small className="block text-ink-2 text-tiny">
        {standing?.remedy} {where}
      </small>
      <span className="flex flex-wrap gap-x-3 text-tiny">
        {standing?.hasRoom && onSend && <Action onClick={onSend}>Add it</Action>}
        {standing && !standing.hasRoom && <Action onClick={seeWhatHelps}>See what helps</Action>}
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
