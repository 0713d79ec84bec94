import type { ReactNode } from 'react'

/** Title of a page for staff, what it shows, and what belongs to all of it. */
export function PageHeading({
  title,
  children,
  aside,
}: {
  title: string
  children?: ReactNode
  aside?: ReactNode
}) {
  return (
    <header className="mb-5 flex flex-wrap items-end justify-between gap-3">
      <div className="min-w-0">
        <h1 className="break-words font-serif text-title tracking-[-0.012em]">{title}</h1>
        {children && <div className="text-ink-2">{children}</div>}
      </div>
      {aside}
    </header>
  )
}

export function SectionHeading({
  id,
  children,
  aside,
}: {
  id: string
  children: ReactNode
  aside?: ReactNode
}) {
  return (
    <div className="mt-9 mb-2 flex flex-wrap items-center justify-between gap-2">
      <h2 id={id} className="font-[540] text-[1rem]">
        {children}
      </h2>
      {aside}
    </div>
  )
}
