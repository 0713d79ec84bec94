import { classNames } from './class-names.ts'

const WIDTHS = ['w-11/12', 'w-full', 'w-4/5', 'w-10/12', 'w-2/3']

/** Lines where text will stand. `label` is read out once. */
export function Skeleton({
  rows = 3,
  label = 'Loading',
  className,
}: {
  rows?: number
  label?: string
  className?: string
}) {
  return (
    <div role="status" className={classNames('grid gap-3', className)}>
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <span
          key={row}
          aria-hidden="true"
          className={classNames('h-3 rounded-sm bg-rule/70', WIDTHS[row % WIDTHS.length])}
        />
      ))}
    </div>
  )
}
