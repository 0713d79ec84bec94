import { XIcon } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import { type ReactNode, useRef, useState } from 'react'
import { classNames } from './class-names.ts'

export const Dialog = Primitive.Root
export const DialogTrigger = Primitive.Trigger
export const DialogClose = Primitive.Close

interface DialogContentProps {
  title: string
  description?: ReactNode
  children?: ReactNode
  className?: string
  /** The focus begins at the title: where a key that was meant for the page would press a button that decides something. */
  focusTitle?: boolean
}

/** A question in the middle of the page. Focus is kept inside and given back. */
export function DialogContent({
  title,
  description,
  children,
  className,
  focusTitle = false,
}: DialogContentProps) {
  const [opener] = useState(findOpener)
  const heading = useRef<HTMLHeadingElement>(null)
  return (
    <Primitive.Portal>
      <Primitive.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
      <Primitive.Content
        {...(description ? {} : { 'aria-describedby': undefined })}
        onOpenAutoFocus={(event) => {
          if (!focusTitle) return
          event.preventDefault()
          heading.current?.focus()
        }}
        onCloseAutoFocus={(event) => {
          if (!opener?.isConnected) return
          event.preventDefault()
          opener.focus()
        }}
        className={classNames(
          'fixed inset-0 z-50 m-auto h-fit max-h-[calc(100dvh-2rem)] w-[32.5rem] max-w-[calc(100vw-2rem)] animate-rise overflow-y-auto rounded-lg border border-rule bg-raised p-6 text-ink shadow-float',
          className,
        )}
      >
        <Primitive.Title
          ref={heading}
          tabIndex={-1}
          className="pr-8 font-serif text-[1.375rem] leading-tight tracking-[-0.01em] outline-none"
        >
          {title}
        </Primitive.Title>
        {description && (
          <Primitive.Description className="mt-2 text-ink-2">{description}</Primitive.Description>
        )}
        {children}
        <Primitive.Close
          aria-label="Close"
          className="absolute top-5 right-5 grid size-7 place-items-center rounded text-ink-3 hover:bg-paper-2 hover:text-ink"
        >
          <XIcon aria-hidden="true" className="size-4" />
        </Primitive.Close>
      </Primitive.Content>
    </Primitive.Portal>
  )
}

/** What has opened the dialog: it has the focus, or a menu of it has, which is gone when the dialog closes. */
function findOpener(): HTMLElement | null {
  if (typeof document === 'undefined') return null
  const active = document.activeElement
  const button = active?.closest('[role=menu]')?.getAttribute('aria-labelledby')
  const opener = button ? document.getElementById(button) : active
  return opener instanceof HTMLElement ? opener : null
}

/** The row of buttons at a dialog's foot, the one to take first. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-5 flex flex-wrap items-center gap-2.5">{children}</div>
}
