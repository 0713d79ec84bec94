'use client'

import { ChevronDownIcon } from 'lucide-react'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx'
import type { Scope } from '#lib/chat/schema.ts'
import type { Document } from '#lib/documents/schema.ts'
import { toScopeLabel } from './scope-label.ts'

/** Which documents are asked: shown always, changed by a click. */
export function ScopePicker({
  scope,
  documents,
  onChange,
}: {
  scope: Scope
  documents: readonly Document[]
  onChange: (scope: Scope) => void
}) {
  const chosen = new Set(scope.documentIds)
  // None ticked by itself means all; ticking one narrows, taking the last tick away widens again.
  const toggle = (id: string) => {
    const next = documents.filter((one) => (one.id === id ? !chosen.has(id) : chosen.has(one.id)))
    const isAll = next.length === 0 || next.length === documents.length
    onChange(isAll ? {} : { documentIds: next.map((one) => one.id) })
  }
  return (
    <Popover>
      <PopoverTrigger className="flex min-h-7 min-w-0 items-center gap-1 text-ink-2 text-small hover:text-ink">
        <span className="shrink-0">in</span>
        <span className="truncate border-ink-3 border-b border-dashed">{toScopeLabel(scope, documents)}</span>
        <ChevronDownIcon aria-hidden="true" className="size-3 shrink-0 text-ink-3" />
      </PopoverTrigger>
      <PopoverContent
        aria-label="Documents that are asked"
        align="start"
        side="top"
        className="max-h-80 overflow-y-auto p-2"
      >
        <ScopeRow
          label="All documents"
          checked={scope.documentIds === undefined}
          onToggle={() => onChange({})}
        />
        <div className="my-1 h-px bg-rule" />
        {documents.map(({ id, name }) => (
          <ScopeRow key={id} label={name} checked={chosen.has(id)} onToggle={() => toggle(id)} />
        ))}
      </PopoverContent>
    </Popover>
  )
}

function ScopeRow({ label, checked, onToggle }: { label: string; checked: boolean; onToggle: () => void }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the box inside is a control, of Radix.
    <label className="flex min-h-8 items-center gap-2.5 rounded-sm px-2 text-small hover:bg-paper-2">
      <Checkbox checked={checked} onCheckedChange={onToggle} />
      <span className="min-w-0 truncate">{label}</span>
    </label>
  )
}
