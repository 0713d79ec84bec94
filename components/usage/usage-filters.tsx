'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { documentListQuery } from '#components/documents/queries.ts'
import { Button } from '#components/ui/button.tsx'
import { SelectField } from '#components/ui/select-field.tsx'
import { ACTION_OPTIONS, nameAction } from './format.ts'
import { PERIODS, type PeriodKey, toDays } from './periods.ts'
import { csvHref, type EntryFilter, usageQuery } from './queries.ts'

const ALL = { value: '', label: 'Everything' }
const FIELD = 'w-full min-w-0 sm:w-40'

/** Which entries: days, member, action, document. */
export function EntryFilters({
  workspaceId,
  seesAll,
  filter,
  onChange,
}: {
  workspaceId: string
  seesAll: boolean
  filter: EntryFilter
  onChange: (filter: EntryFilter) => void
}) {
  const [period, setPeriod] = useState<PeriodKey | ''>('')
  const documents = useDocumentOptions(workspaceId)
  const set = (key: 'userId' | 'action' | 'documentId', value: string) => {
    const { [key]: _, ...rest } = filter
    onChange(value ? { ...rest, [key]: value } : rest)
  }
  const choose = (value: string) => {
    const { from: _from, to: _to, ...rest } = filter
    const known = PERIODS.find((each) => each.value === value)?.value ?? ''
    setPeriod(known)
    onChange(known ? { ...rest, ...toDays(known, new Date()) } : rest)
  }
  return (
    <fieldset className="grid min-w-0 basis-full grid-cols-2 gap-3 sm:flex sm:flex-1 sm:basis-auto sm:flex-wrap">
      <legend className="sr-only">Which entries</legend>
      <SelectField
        label="Days"
        className={FIELD}
        value={period}
        options={[{ value: '', label: 'All days' }, ...PERIODS]}
        onChange={(event) => choose(event.target.value)}
      />
      {seesAll && (
        <MemberField
          workspaceId={workspaceId}
          value={filter.userId ?? ''}
          onChange={(value) => set('userId', value)}
        />
      )}
      <SelectField
        label="Action"
        className={FIELD}
        value={filter.action ?? ''}
        options={[ALL, ...ACTION_OPTIONS.map((value) => ({ value, label: nameAction(value) }))]}
        onChange={(event) => set('action', event.target.value)}
      />
      <SelectField
        label="Document"
        className={FIELD}
        value={filter.documentId ?? ''}
        options={[ALL, ...documents]}
        onChange={(event) => set('documentId', event.target.value)}
      />
      {filter.conversationId && (
        <Button
          variant="quiet"
          className="self-end"
          onClick={() => {
            const { conversationId: _, ...rest } = filter
            onChange(rest)
          }}
        >
          Show all conversations
        </Button>
      )}
    </fieldset>
  )
}

/** The documents that are there, then those that took credits within a year and are not there any more. */
function useDocumentOptions(workspaceId: string): { value: string; label: string }[] {
  const { data: list } = useQuery(documentListQuery(workspaceId))
  const { data: sums } = useQuery(usageQuery(workspaceId, 'document', toDays('366', new Date())))
  const live = list?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []
  const known = new Set(live.map(({ value }) => value))
  const gone = sums?.items.flatMap(({ key, name }) => (key && !known.has(key) ? [{ key, name }] : [])) ?? []
  return [
    ...live,
    ...gone.map(({ key, name }, at) => ({
      value: key,
      label: name ? `${name} (deleted)` : `A deleted document (${at + 1})`,
    })),
  ]
}

/** Who used anything within a year. */
function MemberField({
  workspaceId,
  value,
  onChange,
}: {
  workspaceId: string
  value: string
  onChange: (userId: string) => void
}) {
  const { data } = useQuery(usageQuery(workspaceId, 'member', toDays('366', new Date())))
  const members = data?.items.flatMap(({ key, name }) =>
    key ? [{ value: key, label: name ?? 'Former member' }] : [],
  )
  return (
    <SelectField
      label="Member"
      className={FIELD}
      value={value}
      options={[{ value: '', label: 'Everybody' }, ...(members ?? [])]}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

export function PeriodField({ value, onChange }: { value: PeriodKey; onChange: (value: PeriodKey) => void }) {
  return (
    <SelectField
      label="Days"
      className="w-40"
      value={value}
      options={PERIODS}
      onChange={(event) => onChange(PERIODS.find((each) => each.value === event.target.value)?.value ?? '30')}
    />
  )
}

/** The same entries as a table to save. */
export function CsvLink({
  workspaceId,
  filter,
  label = 'Save as CSV',
}: {
  workspaceId: string
  filter: EntryFilter
  label?: string
}) {
  return (
    <Button asChild className="ml-auto">
      <a href={csvHref(workspaceId, filter)} download>
        {label}
      </a>
    </Button>
  )
}
