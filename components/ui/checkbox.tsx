import { CheckIcon, MinusIcon } from 'lucide-react'
import { Checkbox as Primitive } from 'radix-ui'
import type { ComponentProps } from 'react'

/** A box to tick; name it by a label around it or aria-label. */
export function Checkbox(props: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      {...props}
      className="grid size-4 shrink-0 place-items-center rounded-sm border border-ink-3 bg-raised data-[state=checked]:border-accent data-[state=indeterminate]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:bg-accent"
    >
      <Primitive.Indicator className="text-accent-ink">
        {props.checked === 'indeterminate' ? (
          <MinusIcon aria-hidden="true" className="size-3" strokeWidth={3} />
        ) : (
          <CheckIcon aria-hidden="true" className="size-3" strokeWidth={3} />
        )}
      </Primitive.Indicator>
    </Primitive.Root>
  )
}
