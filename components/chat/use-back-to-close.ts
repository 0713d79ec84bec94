import { useEffect, useEffectEvent } from 'react'
import { enterLayer, leaveLayer } from './layer-history.ts'

/** While `isOpen`, Back calls `onClose` in place of leaving the page. */
export function useBackToClose(isOpen: boolean, onClose: () => void): void {
  const close = useEffectEvent(onClose)
  useEffect(() => {
    if (!isOpen) return
    let gone = false
    enterLayer(window)
    const onBack = () => {
      gone = true
      close()
    }
    addEventListener('popstate', onBack)
    return () => {
      removeEventListener('popstate', onBack)
      // What opened from it has taken the entry over, in the address.
      if (!gone && !hasPage()) leaveLayer(window)
    }
  }, [isOpen])
}

function hasPage(): boolean {
  return new URLSearchParams(location.search).has('cite')
}
