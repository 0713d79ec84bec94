import { useEffect, useState } from 'react'

interface PageFieldProps {
  readonly page: number
  /** 0 while it is not known. */
  readonly pageCount: number
  readonly goTo: (page: number) => void
}

/** The page that is shown, and a way to another: type a number, press Enter. */
export function PageField({ page, pageCount, goTo }: PageFieldProps) {
  const [typed, setTyped] = useState<string | null>(null)
  // Scrolling on takes back what was typed and not sent.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `page` is what happened
  useEffect(() => setTyped(null), [page])
  const submit = () => {
    const wanted = Number.parseInt(typed ?? '', 10)
    if (Number.isFinite(wanted)) goTo(Math.min(Math.max(wanted, 1), Math.max(pageCount, 1)))
    setTyped(null)
  }
  return (
    <form
      className="flex items-center gap-1"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <span aria-hidden className="max-[22rem]:hidden">
        p.
      </span>
      <input
        aria-label={pageCount > 0 ? `Page, of ${pageCount}` : 'Page'}
        inputMode="numeric"
        value={typed ?? String(page)}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => setTyped(null)}
        className="tabular h-7 w-11 rounded border border-edge bg-raised px-1 text-center text-ink text-small"
      />
      {pageCount > 0 && <span className="whitespace-nowrap">of {pageCount.toLocaleString('en')}</span>}
    </form>
  )
}
