import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { matchesQuery } from './queries.ts'
import type { ViewerMatch, ViewerTarget } from './types.ts'

const NO_MATCHES: readonly ViewerMatch[] = []

interface VersionRef {
  readonly workspaceId: string
  readonly documentId: string
  readonly versionId: string
}

export type Find = ReturnType<typeof useFind>

/** Search in the document: asked of the server, which knows the text of every page; drawn by rectangles like marks. */
export function useFind(version: VersionRef, show: (target: ViewerTarget) => void) {
  const [isOpen, setIsOpen] = useState(false)
  const [text, setText] = useState('')
  const [index, setIndex] = useState(0)
  const cameFrom = useRef<Element | null>(null)
  const wanted = isOpen ? text : ''
  const { data, isFetching, error } = useQuery(matchesQuery(version, wanted))
  const matches = useMemo(
    () => (wanted && data ? data.items.map((item, at) => ({ ...item, id: `match-${at}` })) : NO_MATCHES),
    [data, wanted],
  )
  const active = matches[index]
  useEffect(() => {
    // The focus stays where one types, so that Enter goes on to the next hit.
    if (active) show({ page: active.page, markId: active.id })
  }, [active, show])
  return {
    isOpen,
    text,
    matches,
    index,
    isFetching,
    failed: error !== null,
    truncated: data?.truncated ?? false,
    active: active ?? null,
    open: () => {
      if (!isOpen) cameFrom.current = document.activeElement
      setIsOpen(true)
    },
    close: () => {
      setIsOpen(false)
      if (cameFrom.current instanceof HTMLElement) cameFrom.current.focus({ preventScroll: true })
    },
    search: (next: string) => {
      setText(next.trim())
      setIndex(0)
    },
    step: (by: number) => {
      if (matches.length > 0) setIndex((index + by + matches.length) % matches.length)
    },
  }
}
