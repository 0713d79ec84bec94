import Link from 'next/link'

/** The name, with its footnote. */
export function Wordmark() {
  return (
    <Link href="/" className="font-medium font-serif text-[1.3125rem] tracking-[-0.02em]">
      Footnote
      <sup aria-hidden="true" className="ml-px font-[560] font-sans text-[0.6875rem] text-accent">
        1
      </sup>
    </Link>
  )
}
