import { Dialog as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export const Sheet = Primitive.Root
export const SheetTrigger = Primitive.Trigger
export const SheetClose = Primitive.Close

const SIDES = {
  left: 'inset-y-0 left-0 w-[17.5rem] max-w-[85vw] animate-from-left border-r',
  bottom:
    'inset-x-0 bottom-0 max-h-[80dvh] animate-rise rounded-t-xl border-t px-4.5 pb-[max(1.125rem,env(safe-area-inset-bottom))]',
} as const

/** A panel from an edge of the screen. `title` is read out; it is shown by the content itself where it should be seen. */
export function SheetContent({
  side,
  title,
  children,
}: {
  side: keyof typeof SIDES
  title: string
  children: ReactNode
}) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
      <Primitive.Content
        aria-describedby={undefined}
        className={classNames(
          'fixed z-50 overflow-y-auto border-rule bg-raised text-ink shadow-float',
          SIDES[side],
        )}
      >
        <Primitive.Title className="sr-only">{title}</Primitive.Title>
        {side === 'bottom' && (
          <span aria-hidden="true" className="mx-auto mt-2.5 mb-2.5 block h-1 w-9 rounded-mark bg-rule" />
        )}
        {children}
      </Primitive.Content>
    </Primitive.Portal>
  )
}
