'use client'

import { type ComponentProps, useState } from 'react'
import { Field } from '#components/ui/field.tsx'

/** A password that can be looked at while it is written. */
export function PasswordField(props: Omit<ComponentProps<typeof Field>, 'type' | 'aside'>) {
  const [visible, setVisible] = useState(false)
  return (
    <Field
      {...props}
      type={visible ? 'text' : 'password'}
      aside={
        <button
          type="button"
          aria-pressed={visible}
          aria-label={visible ? 'Hide the password' : 'Show the password'}
          onClick={() => setVisible(!visible)}
          className="min-h-6 text-ink-3 text-small underline-offset-3 hover:text-ink hover:underline"
        >
          {visible ? 'Hide' : 'Show'}
        </button>
      }
    />
  )
}
