import { Popover as Primitive } from 'radix-ui'
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

export const Popover = Primitive.Root
export const PopoverTrigger = Primitive.Trigger
export const PopoverAnchor = Primitive.Anchor
export const PopoverClose = Primitive.Close

/** Floats beside its trigger. Give it an aria-label. */
export function PopoverContent({ className, ...props }: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        sideOffset={8}
        collisionPadding={12}
        {...props}
        className={classNames(
          'z-30 w-80 max-w-[calc(100vw-1.5rem)] animate-appear rounded-lg border border-rule bg-raised p-3.5 shadow-float outline-none',
          className,
        )}
      />
    </Primitive.Portal>
  )
}
