import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'

const CONTROL =
  'w-full rounded border border-edge bg-raised px-3 text-ink transition-colors duration-100 hover:border-ink-3 aria-invalid:border-bad'

export interface FieldProps extends ComponentProps<'input'> {
  label: string
  hint?: ReactNode
  error?: string | undefined
  /** Stands at the end of the label's line, e.g. a button that shows the password. */
  aside?: ReactNode
}

/** A labelled input with its hint and its error, both read out with it. */
export function Field({ label, hint, error, aside, className, ...input }: FieldProps) {
  const id = useId()
  const describedBy = classNames(hint ? `${id}-hint` : null, error ? `${id}-error` : null) || undefined
  return (
    <div className="grid gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="font-[540]">
          {label}
        </label>
        {aside}
      </div>
      <input
        {...input}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy}
        className={classNames(CONTROL, 'h-10 text-[1rem] sm:text-ui', className)}
      />
      {hint && (
        <p id={`${id}-hint`} className="text-small text-ink-3">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-small text-bad">
          {error}
        </p>
      )}
    </div>
  )
}
