import { CheckIcon } from 'lucide-react'
import { DropdownMenu as Primitive } from 'radix-ui'
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

export const Menu = Primitive.Root
export const MenuTrigger = Primitive.Trigger

export function MenuContent({ className, ...props }: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        align="start"
        sideOffset={6}
        collisionPadding={12}
        {...props}
        className={classNames(
          'z-50 min-w-44 animate-appear rounded border border-rule bg-raised p-1 text-small shadow-float',
          className,
        )}
      />
    </Primitive.Portal>
  )
}

const ITEM =
  'flex min-h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 outline-none data-[highlighted]:bg-paper-2 data-[disabled]:text-ink-3'

export function MenuItem({
  danger = false,
  className,
  ...props
}: ComponentProps<typeof Primitive.Item> & { danger?: boolean }) {
  return <Primitive.Item {...props} className={classNames(ITEM, danger && 'text-bad', className)} />
}

export const MenuRadioGroup = Primitive.RadioGroup

export function MenuRadioItem({ children, ...props }: ComponentProps<typeof Primitive.RadioItem>) {
  return (
    <Primitive.RadioItem {...props} className={classNames(ITEM, 'pl-7 relative')}>
      <Primitive.ItemIndicator className="absolute left-2">
        <CheckIcon aria-hidden="true" className="size-3.5" />
      </Primitive.ItemIndicator>
      {children}
    </Primitive.RadioItem>
  )
}

export function MenuLabel(props: ComponentProps<typeof Primitive.Label>) {
  return <Primitive.Label {...props} className="px-2 pt-1.5 pb-1 text-ink-3 text-tiny" />
}

export function MenuSeparator() {
  return <Primitive.Separator className="my-1 h-px bg-rule" />
}
