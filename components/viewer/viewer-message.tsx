import type { ReactNode } from 'react'

/** A sentence in place of pages: what is going on, or what went wrong and what to do. */
export function ViewerMessage({ busy = false, children }: { busy?: boolean; children: ReactNode }) {
  return (
    <p role={busy ? 'status' : 'alert'} className="px-6 py-16 text-center text-small text-ink-2">
      {children}
    </p>
  )
}
