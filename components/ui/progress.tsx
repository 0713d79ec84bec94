import { classNames } from './class-names.ts'

const NEARLY_FULL = 0.8

/** A hairline that fills. `value` and `max` in the same unit; null while the end is unknown. */
export function Progress({
  value,
  max = 100,
  label,
  className,
}: {
  value: number | null
  max?: number
  label: string
  className?: string
}) {
  const share = value === null || max <= 0 ? 0 : Math.min(1, value / max)
  return (
    <span
      role="progressbar"
      aria-label={label}
      {...(value === null ? {} : { 'aria-valuenow': value, 'aria-valuemin': 0, 'aria-valuemax': max })}
      className={classNames('block h-[3px] overflow-hidden rounded-mark bg-rule', className)}
    >
      <span
        className="block h-full origin-left bg-ink-2 transition-transform duration-150"
        style={{ transform: `scaleX(${share})` }}
      />
    </span>
  )
}

interface MeterProps {
  label: string
  used: number
  /** null = no limit. */
  limit: number | null
  /** What is left instead of what is used: of that little is what needs a look. */
  countsLeft?: boolean
}

/** A stock or an allowance: name, numbers and how full it is. */
export function Meter({ label, used, limit, countsLeft = false }: MeterProps) {
  const usedShare = limit === null ? 0 : limit === 0 ? 1 : Math.min(1, used / limit)
  const value = countsLeft && limit !== null ? Math.max(0, limit - used) : used
  const share = countsLeft ? 1 - usedShare : usedShare
  const numbers = limit === null ? format(value) : `${format(value)} / ${format(limit)}`
  return (
    <div className="grid grid-cols-[1fr_auto] gap-x-2 gap-y-1">
      <span>{label}</span>
      <span className="tabular text-tiny text-ink">{numbers}</span>
      {limit !== null && (
        // biome-ignore lint/a11y/useSemanticElements: <meter> cannot be drawn as a hairline in every browser.
        <span
          role="meter"
          aria-label={label}
          aria-valuenow={value}
          aria-valuemin={0}
          aria-valuemax={limit}
          aria-valuetext={`${format(value)} of ${format(limit)}${countsLeft ? ' left' : ''}`}
          className="col-span-2 block h-[3px] overflow-hidden rounded-mark bg-rule"
        >
          <span
            className={classNames(
              'block h-full origin-left',
              usedShare >= NEARLY_FULL ? 'bg-warn' : 'bg-ink-2',
            )}
            style={{ transform: `scaleX(${share})` }}
          />
        </span>
      )}
    </div>
  )
}

function format(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 3 })
}
