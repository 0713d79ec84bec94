import type { ReactNode } from 'react'

/** Nothing is here yet: one sentence that says so, one that helps, and what to do. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <section className="measure grid justify-items-start gap-2 py-8">
      <h2 className="text-balance font-serif text-title tracking-[-0.012em]">{title}</h2>
      {children && <div className="text-ink-2">{children}</div>}
      {action && <div className="mt-3 flex flex-wrap items-center gap-2">{action}</div>}
    </section>
  )
}
