'use client'

import { useRouter, useSearchParams } from 'next/navigation'

/** The query of the address as state: what is shown can be linked to and comes back on reload. */
export function useSearch(): [URLSearchParams, (changes: Readonly<Record<string, string>>) => void] {
  const router = useRouter()
  const current = useSearchParams()
  const search = new URLSearchParams(current)
  const change = (changes: Readonly<Record<string, string>>) => {
    const next = new URLSearchParams(current)
    for (const [name, value] of Object.entries(changes)) {
      if (value === '') next.delete(name)
      else next.set(name, value)
    }
    router.replace(`?${next}`, { scroll: false })
  }
  return [search, change]
}
