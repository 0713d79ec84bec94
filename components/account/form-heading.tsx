import type { ReactNode } from 'react'

export function FormHeading({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="mb-6">
      <h1 className="text-balance font-serif text-title tracking-[-0.012em]">{title}</h1>
      {children && <p className="mt-1.5 text-ink-2">{children}</p>}
    </div>
  )
}
