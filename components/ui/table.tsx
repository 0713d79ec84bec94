import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import { VisuallyHidden } from './visually-hidden.tsx'

/**
 * A dense table between hairlines. Scrolls sideways inside itself when it must, with what is only read out: that is
 * placed by its nearest frame, and would else widen the page.
 */
export function Table({ className, ...props }: ComponentProps<'table'>) {
  return (
    <div className="relative overflow-x-auto">
      <table {...props} className={classNames('w-full border-collapse text-small', className)} />
    </div>
  )
}

interface CellProps {
  /** Right-aligned figures of equal width. */
  numeric?: boolean
}

export function HeaderCell({ numeric, className, ...props }: ComponentProps<'th'> & CellProps) {
  return (
    <th
      scope="col"
      {...props}
      className={classNames(
        'border-rule border-b py-1.5 pr-3 font-medium text-ink-3 text-tiny',
        numeric ? 'text-right' : 'text-left',
        className,
      )}
    />
  )
}

/** Heads a column of buttons: named for those who hear the table, empty to the eye. */
export function ActionsHeaderCell(props: Omit<ComponentProps<'th'> & CellProps, 'children'>) {
  return (
    <HeaderCell {...props}>
      <VisuallyHidden>Actions</VisuallyHidden>
    </HeaderCell>
  )
}

export function Cell({ numeric, className, ...props }: ComponentProps<'td'> & CellProps) {
  return (
    <td
      {...props}
      className={classNames(
        'border-rule border-b py-2.5 pr-3 align-top',
        numeric && 'tabular text-right text-[0.78rem]',
        className,
      )}
    />
  )
}
