'use client'

import { useSyncExternalStore } from 'react'

const never = () => () => {}

/**
 * Whether the page's code runs yet. A form that is sent before goes to the server as the browser sends forms: the page
 * loads anew and what was typed is gone, so its button waits for this.
 */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}
