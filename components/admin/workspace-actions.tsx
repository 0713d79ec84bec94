'use client'

import { useState } from 'react'
import { Field } from '#components/ui/field.tsx'
import { SelectField } from '#components/ui/select-field.tsx'
import { type AdminWorkspaceDetail, OVERRIDE_KEYS, OVERRIDE_OPS } from '#lib/admin/schema.ts'
import { PLANS, type Plan } from '#lib/billing/plans.ts'
import { FEATURES, PLAN_KEYS, type PlanKey } from '#lib/billing/schema.ts'
import { ChangeDialog } from './change-dialog.tsx'
import { nameOf } from './format.ts'
import { useStaffChange } from './queries.ts'

interface Props {
  readonly workspace: Pick<AdminWorkspaceDetail, 'id' | 'name' | 'planKey' | 'seats' | 'access'>
}

export function PlanDialog({ workspace }: Props) {
  const [planKey, setPlanKey] = useState<PlanKey>(workspace.planKey)
  const plan: Plan = PLANS[planKey]
  const [seats, setSeats] = useState(String(Math.max(workspace.seats, plan.minSeats)))
  const change = useStaffChange(() => `/api/admin/workspaces/${workspace.id}/plan`, {
    body: (input: { planKey: PlanKey; seats?: number; reason: string }) => input,
  })
  return (
    <ChangeDialog
      button="Change the plan"
      title="Change the plan"
      effect={`${workspace.name} is on the new plan at once. More credits and room hold from now on; fewer credits from the next month, and what lies above a lower limit stays readable.`}
      action="Change the plan"
      done={`${workspace.name} is on ${plan.name}.`}
      change={change}
      input={(reason) => {
        if (!plan.perSeat) return { planKey, reason }
        return /^\d+$/.test(seats) ? { planKey, seats: Number(seats), reason } : null
      }}
    >
      <SelectField
        label="Plan"
        value={planKey}
        options={PLAN_KEYS.map((value) => ({ value, label: PLANS[value].name }))}
        onChange={(event) => setPlanKey(PLAN_KEYS.find((key) => key === event.target.value) ?? 'free')}
      />
      {plan.perSeat && (
        <Field
          label="Seats"
          inputMode="numeric"
          hint={`${plan.minSeats} or more`}
          value={seats}
          onChange={(event) => setSeats(event.target.value)}
        />
      )}
    </ChangeDialog>
  )
}

export function GrantDialog({ workspace }: Props) {
  const [credits, setCredits] = useState('')
  const [until, setUntil] = useState('')
  const change = useStaffChange(() => `/api/admin/workspaces/${workspace.id}/grants`, {
    body: (input: { credits: number; reason: string; expiresAt: string | null }) => input,
  })
  return (
    <ChangeDialog
      button="Give credits"
      title="Give credits"
      effect={`${workspace.name} can spend them at once, after the month’s own and before bought ones.`}
      action="Give the credits"
      done={`${credits} credits were given to ${workspace.name}.`}
      change={change}
      input={(reason) =>
        Number(credits) > 0 ? { credits: Number(credits), reason, expiresAt: toInstant(until) } : null
      }
    >
      <Field
        label="Credits"
        inputMode="decimal"
        value={credits}
        onChange={(event) => setCredits(event.target.value)}
      />
      <UntilField value={until} onChange={setUntil} hint="Empty: they stay until they are spent." />
    </ChangeDialog>
  )
}

const OP_NAMES = { set: 'Set to', add: 'Add', deny: 'Take away' } as const

export function OverrideDialog({ workspace }: Props) {
  const [key, setKey] = useState<(typeof OVERRIDE_KEYS)[number]>('credits')
  const [op, setOp] = useState<(typeof OVERRIDE_OPS)[number]>('set')
  const [value, setValue] = useState('')
  const [until, setUntil] = useState('')
  const change = useStaffChange(() => `/api/admin/workspaces/${workspace.id}/overrides`, {
    body: (input: object) => input,
  })
  const isFeature = FEATURES.some((feature) => feature === key)
  return (
    <ChangeDialog
      button="Add an override"
      title="Add an override"
      effect="It lies over the plan from now on, in every check and in what the workspace sees, until it ends or is ended."
      action="Add the override"
      done="The override holds."
      change={change}
      input={(reason) => {
        const parsed = parseValue({ isFeature, op, value, mayBeOpen: key !== 'credits' })
        return parsed === undefined ? null : { key, op, value: parsed, reason, expiresAt: toInstant(until) }
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label="What"
          value={key}
          options={OVERRIDE_KEYS.map((each) => ({ value: each, label: nameOf(each) }))}
          onChange={(event) => setKey(OVERRIDE_KEYS.find((each) => each === event.target.value) ?? 'credits')}
        />
        <SelectField
          label="How"
          value={op}
          options={OVERRIDE_OPS.map((each) => ({ value: each, label: OP_NAMES[each] }))}
          onChange={(event) => setOp(OVERRIDE_OPS.find((each) => each === event.target.value) ?? 'set')}
        />
      </div>
      {op !== 'deny' && (
        <Field
          label="Value"
          value={value}
          hint={
            isFeature
              ? 'yes or no'
              : op === 'set' && key !== 'credits'
                ? 'A number; empty: no limit.'
                : 'A number.'
          }
          onChange={(event) => setValue(event.target.value)}
        />
      )}
      <UntilField value={until} onChange={setUntil} hint="Empty: until somebody ends it." />
    </ChangeDialog>
  )
}

export function HoldDialog({ workspace }: Props) {
  const hold = workspace.access !== 'hold'
  const change = useStaffChange(() => `/api/admin/workspaces/${workspace.id}/hold`, {
    body: (input: { hold: boolean; reason: string }) => input,
  })
  return (
    <ChangeDialog
      button={hold ? 'Put on hold' : 'Lift the hold'}
      buttonProps={hold ? { variant: 'danger' } : {}}
      title={hold ? 'Put the workspace on hold' : 'Lift the hold'}
      effect={
        hold
          ? 'Nothing can be spent or added from now on. Reading, exporting and deleting go on.'
          : 'Asking and adding go on at once, within the plan.'
      }
      action={hold ? 'Put on hold' : 'Lift the hold'}
      done={hold ? `${workspace.name} is on hold.` : `${workspace.name} goes on.`}
      change={change}
      input={(reason) => ({ hold, reason })}
    />
  )
}

function UntilField({
  value,
  onChange,
  hint,
}: {
  value: string
  onChange: (day: string) => void
  hint: string
}) {
  return (
    <Field
      label="Until the end of (UTC)"
      type="date"
      hint={hint}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

/** The end of a day is exclusive: the first moment of the next one. */
function toInstant(day: string): string | null {
  if (day === '') return null
  return new Date(Date.parse(day) + 86_400_000).toISOString()
}

/** @returns undefined where the field does not say a value yet. */
function parseValue(given: {
  isFeature: boolean
  op: string
  value: string
  mayBeOpen: boolean
}): number | boolean | null | undefined {
  const text = given.value.trim().toLowerCase()
  if (given.op === 'deny') return null
  if (given.isFeature) return text === 'yes' ? true : text === 'no' ? false : undefined
  if (text === '') return given.op === 'set' && given.mayBeOpen ? null : undefined
  return Number.isFinite(Number(text)) ? Number(text) : undefined
}
