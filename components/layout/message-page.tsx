import type { ReactNode } from 'react'
import { SkipLink } from './skip-link.tsx'
import { Wordmark } from './wordmark.tsx'

/** A page that says one thing: what happened and where to go. */
export function MessagePage({
  title,
  children,
  actions,
}: {
  title: string
  children: ReactNode
  actions: ReactNode
}) {
  return (
    <div className="min-h-dvh px-4.5 sm:px-10">
      <SkipLink />
      <header className="py-4.5">
        <Wordmark />
      </header>
      <main id="page" tabIndex={-1} className="measure mx-auto pt-16 outline-none">
        <h1 className="text-balance font-serif text-title tracking-[-0.012em]">{title}</h1>
        <div className="mt-2 text-ink-2">{children}</div>
        <div className="mt-5 flex flex-wrap gap-2.5">{actions}</div>
      </main>
    </div>
  )
}
