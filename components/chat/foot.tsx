import type { ReactNode } from 'react'
import { classNames } from '#components/ui/class-names.ts'

/** The foot of a page, set on the same columns as the answers above it. */
export function Foot({ viewerOpen = false, children }: { viewerOpen?: boolean; children: ReactNode }) {
  return (
    <div
      className={classNames(
        'grid justify-center gap-x-11 px-3 pt-2 pb-3.5 sm:px-8 sm:pb-5',
        viewerOpen
          ? 'grid-cols-[minmax(0,35rem)]'
          : 'margin:grid-cols-[minmax(0,41.25rem)_16.5rem] grid-cols-[minmax(0,41.25rem)]',
      )}
    >
      <div className="min-w-0">{children}</div>
    </div>
  )
}

/** "Searching 12 documents". */
export function toSearching(documents: number): string {
  return documents === 1 ? 'Searching 1 document' : `Searching ${documents} documents`
}
