import { useState } from 'react'

const STEPS = [0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2, 3] as const
const FIT = 1

/** How large pages are drawn: 1 fits the width of the panel. */
export function useZoom() {
  const [value, setValue] = useState<number>(FIT)
  return {
    value,
    in: () => setValue((now) => STEPS.find((step) => step > now) ?? now),
    out: () => setValue((now) => STEPS.findLast((step) => step < now) ?? now),
    fit: () => setValue(FIT),
  }
}

export type Zoom = ReturnType<typeof useZoom>
