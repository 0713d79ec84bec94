import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

const TONES = { info: 'border-edge', warning: 'border-warn', critical: 'border-bad' } as const
const SIGNS = { info: null, warning: 'Note', critical: 'Not done' } as const

/** What happened, what still works, what to do next; stays where the work is. */
export function Notice({
  tone = 'info',
  title,
  children,
  actions,
  announce = true,
  className,
}: {
  tone?: keyof typeof TONES
  /** Left out where one sentence says all: it stands as the children then. */
  title?: string
  children?: ReactNode
  actions?: ReactNode
  /** false where the text was there when the page came. */
  announce?: boolean
  className?: string
}) {
  return (
    <div
      {...(announce ? { role: tone === 'info' ? 'status' : 'alert' } : {})}
      className={classNames('border-l-2 py-1 pl-4', TONES[tone], className)}
    >
      {title && (
        <p className="font-[540]">
          {SIGNS[tone] && <span className="sr-only">{SIGNS[tone]}: </span>}
          {title}
        </p>
      )}
      {children && <div className={title ? 'mt-0.5 text-ink-2' : undefined}>{children}</div>}
      {actions && <div className="mt-2 flex flex-wrap items-center gap-2">{actions}</div>}
    </div>
  )
}
