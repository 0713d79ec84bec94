'use client'

import { useId, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { isRange, lastDays, monthRange, type Range } from './range.ts'

const PRESETS: { label: string; make: () => Range }[] = [
  { label: '7 days', make: () => lastDays(7) },
  { label: '30 days', make: () => lastDays(30) },
  { label: 'This month', make: () => monthRange(0) },
  { label: 'Last month', make: () => monthRange(1) },
]

/** Which days a page is about, in UTC. */
export function RangePicker({ range, onChange }: { range: Range; onChange: (range: Range) => void }) {
  const [draft, setDraft] = useState(range)
  const good = isRange(draft)
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (good) onChange(draft)
      }}
    >
      <fieldset className="flex flex-wrap gap-1">
        <legend className="sr-only">Days</legend>
        {PRESETS.map(({ label, make }) => (
          <Button
            key={label}
            size="small"
            variant="quiet"
            aria-pressed={isSame(make(), range)}
            className="aria-pressed:bg-paper-2 aria-pressed:text-ink"
            onClick={() => {
              setDraft(make())
              onChange(make())
            }}
          >
            {label}
          </Button>
        ))}
      </fieldset>
      <DayField label="From" value={draft.from} onChange={(from) => setDraft({ ...draft, from })} />
      <DayField label="To" value={draft.to} onChange={(to) => setDraft({ ...draft, to })} />
      <Button type="submit" size="small" disabled={!good}>
        Show
      </Button>
      {!good && (
        <p role="alert" className="basis-full text-bad text-small">
          From has to come before to, at most 366 days earlier.
        </p>
      )}
    </form>
  )
}

function DayField({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (day: string) => void
}) {
  const id = useId()
  return (
    <div className="flex items-center gap-1.5">
      <label htmlFor={id} className="text-ink-2 text-small">
        {label}
      </label>
      <input
        id={id}
        type="date"
        required
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="tabular h-7 rounded border border-edge bg-raised px-1.5 text-small"
      />
    </div>
  )
}

function isSame(a: Range, b: Range): boolean {
  return a.from === b.from && a.to === b.to
}
