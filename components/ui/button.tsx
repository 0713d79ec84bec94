import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

const VARIANTS = {
  primary: 'border-accent bg-accent text-accent-ink hover:border-accent-strong hover:bg-accent-strong',
  secondary: 'border-edge bg-raised text-ink hover:border-ink-3',
  quiet: 'border-transparent text-ink-2 hover:bg-paper-2 hover:text-ink',
  danger: 'border-bad text-bad hover:bg-bad hover:text-paper',
  link: 'border-transparent !px-0 !min-h-6 text-accent underline-offset-3 hover:underline',
} as const

const SIZES = {
  small: 'min-h-7 px-2 text-small',
  medium: 'min-h-8 px-3 text-small',
  large: 'min-h-10 px-4 text-ui',
  icon: 'size-8 justify-center',
} as const

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: keyof typeof VARIANTS
  size?: keyof typeof SIZES
  /** Its work is under way: says so to assistive technology and takes no second click. */
  pending?: boolean
  /** Renders the only child (a link) with the looks of a button. */
  asChild?: boolean
}

/** A button with a word on it. With size "icon" give it an aria-label. */
export function Button({
  variant = 'secondary',
  size = 'medium',
  pending = false,
  asChild = false,
  className,
  disabled,
  type,
  ...props
}: ButtonProps) {
  const Element = asChild ? Slot.Root : 'button'
  return (
    <Element
      {...(asChild ? {} : { type: type ?? 'button', disabled: disabled || pending })}
      {...(pending ? { 'aria-busy': true } : {})}
      className={classNames(
        'inline-flex items-center gap-1.5 whitespace-nowrap rounded border font-[540] transition-colors duration-100 disabled:opacity-60',
        VARIANTS[variant],
        SIZES[size],
        className,
      )}
      {...props}
    />
  )
}
