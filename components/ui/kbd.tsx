import type { ReactNode } from 'react'

/** The name of a key. */
export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className="tabular text-[0.6875rem] text-ink-3">{children}</kbd>
}
