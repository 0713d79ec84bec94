'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { Button } from '#components/ui/button.tsx'

/** Asks the server for the page anew, again and again, as long as it is shown. */
export function RefreshPage({ everyMs }: { everyMs: number }) {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), everyMs)
    return () => clearInterval(timer)
  }, [router, everyMs])
  return null
}

export function ReloadButton() {
  return <Button onClick={() => location.reload()}>Reload</Button>
}
