'use client'

import { type ReactNode, useId, useState } from 'react'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { toProblem } from '#components/layout/problem-text.ts'
import { Button, type ButtonProps } from '#components/ui/button.tsx'
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { useToast } from '#components/ui/toast.tsx'

interface Change<Input> {
  readonly mutate: (input: Input, options: { onSuccess: () => void }) => void
  readonly reset: () => void
  readonly isPending: boolean
  readonly error: Error | null
}

/**
 * A change by staff, in a dialog that says what will happen, asks for the reason and shows the result. `input` makes the
 * call from the reason; null where a field is not filled in yet.
 */
export function ChangeDialog<Input>({
  button,
  buttonProps,
  title,
  effect,
  action,
  done,
  reasonLabel = 'Reason, for the audit log',
  reasonOptional = false,
  change,
  input,
  children,
}: {
  button: string
  buttonProps?: ButtonProps
  title: string
  /** What will happen, in a sentence. */
  effect: ReactNode
  /** What the button of the dialog says. */
  action: string
  /** What is said when it has happened. */
  done: string
  reasonLabel?: string
  reasonOptional?: boolean
  change: Change<Input>
  input: (reason: string) => Input | null
  children?: ReactNode
}) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const toast = useToast()
  const formId = useId()
  const given = input(reason.trim())
  const reasonProblem = !reasonOptional && reason.trim().length < 3 ? 'Say why, in a few words.' : undefined
  const problem = change.error && toProblem(change.error)
  const submit = () => {
    setTried(true)
    if (reasonProblem || given === null) return
    change.mutate(given, {
      onSuccess: () => {
        setOpen(false)
        toast({ title: done })
      },
    })
  }
  const begin = (next: boolean) => {
    change.reset()
    setReason('')
    setTried(false)
    setOpen(next)
  }
  return (
    <Dialog open={open} onOpenChange={begin}>
      <DialogTrigger asChild>
        <Button size="small" {...buttonProps}>
          {button}
        </Button>
      </DialogTrigger>
      <DialogContent title={title} description={effect}>
        <form
          id={formId}
          noValidate
          className="mt-4 grid gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            submit()
          }}
        >
          {children}
          <Field
            label={reasonLabel}
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
            error={tried ? reasonProblem : undefined}
          />
          {tried && given === null && (
            <p role="alert" className="text-bad text-small">
              A field above is not filled in yet.
            </p>
          )}
          {problem &&
            (problem.status === 422 || problem.status === 409 ? (
              <p role="alert" className="text-bad text-small">
                {firstDetail(problem)}
              </p>
            ) : (
              <ProblemNotice error={change.error} onRetry={submit} />
            ))}
        </form>
        <DialogActions>
          <Button type="submit" form={formId} variant="primary" pending={change.isPending}>
            {action}
          </Button>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
        </DialogActions>
      </DialogContent>
    </Dialog>
  )
}

/** What a field's own problem says, where there is one. */
function firstDetail(problem: { detail: string; errors?: unknown }): string {
  const [first] = Array.isArray(problem.errors) ? problem.errors : []
  return typeof first?.detail === 'string' ? first.detail : problem.detail
}
