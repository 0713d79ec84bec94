import { type ComponentProps, useId } from 'react'
import { classNames } from './class-names.ts'

/** A labelled choice from a short list, by the browser's own control. */
export function SelectField({
  label,
  options,
  className,
  ...select
}: ComponentProps<'select'> & { label: string; options: readonly { value: string; label: string }[] }) {
  const id = useId()
  return (
    <div className={classNames('grid gap-1.5', className)}>
      <label htmlFor={id} className="font-[540] text-small">
        {label}
      </label>
      <select
        {...select}
        id={id}
        className="h-8 w-full min-w-0 rounded border border-edge bg-raised px-2 text-ink text-small hover:border-ink-3"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}
