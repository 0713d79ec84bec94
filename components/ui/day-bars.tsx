const HEIGHT = 120
const STEP = 10
const GAP = 2

export interface DayValue {
  readonly day: string
  readonly value: number
}

/** Bars by day between hairlines. The table of days below it says the same; here it is one picture with a sentence. */
export function DayBars({
  title,
  days,
  format,
}: {
  title: string
  days: readonly DayValue[]
  format: (value: number) => string
}) {
  const max = Math.max(0, ...days.map(({ value }) => value))
  const top = niceTop(max)
  const width = days.length * STEP
  const [first, last] = [days[0], days.at(-1)]
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1.5 flex justify-between gap-3 text-small">
        <span className="font-[540]">{title}</span>
        <span className="tabular text-ink-3 text-tiny">{format(top)}</span>
      </figcaption>
      <svg
        role="img"
        aria-label={summarise(title, days, format)}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="block h-[120px] w-full border-edge border-b"
      >
        {[0, 0.5].map((share) => (
          <line
            key={share}
            x1="0"
            x2={width}
            y1={HEIGHT * share}
            y2={HEIGHT * share}
            className="stroke-rule"
            vectorEffect="non-scaling-stroke"
          />
        ))}
        {days.map(({ day, value }, index) => {
          const height = top > 0 ? (Math.max(0, value) / top) * HEIGHT : 0
          return (
            <g key={day} className="fill-ink-2 hover:fill-accent">
              <title>{`${formatDay(day)}: ${format(value)}`}</title>
              <rect x={index * STEP} y="0" width={STEP} height={HEIGHT} fill="transparent" />
              <rect x={index * STEP + GAP / 2} y={HEIGHT - height} width={STEP - GAP} height={height} />
            </g>
          )
        })}
      </svg>
      <div className="tabular mt-1 flex justify-between text-ink-3 text-tiny">
        <span>{first && formatDay(first.day)}</span>
        <span>{last && last !== first ? formatDay(last.day) : null}</span>
      </div>
    </figure>
  )
}

function summarise(title: string, days: readonly DayValue[], format: (value: number) => string): string {
  const highest = days.reduce<DayValue | undefined>((a, b) => (a && a.value >= b.value ? a : b), undefined)
  const sum = days.reduce((total, { value }) => total + value, 0)
  if (!highest || sum === 0) return `${title}: nothing on ${days.length} days`
  return `${title}: ${format(sum)} on ${days.length} days, most on ${formatDay(highest.day)} with ${format(highest.value)}`
}

/** The next 1, 2 or 5 with zeros behind it: a scale that can be read. */
function niceTop(max: number): number {
  if (max <= 0) return 0
  const power = 10 ** Math.floor(Math.log10(max))
  return ([1, 2, 5, 10].find((step) => step * power >= max) ?? 10) * power
}

/** "24 Nov" of a day in UTC. */
function formatDay(day: string): string {
  return new Date(day).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
}
