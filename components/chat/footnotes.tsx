'use client'

import { createContext, type ReactNode, useContext, useId, useMemo, useState } from 'react'
import type { Citation, Sentence } from '#lib/chat/schema.ts'
import { groupCitations } from './group-citations.ts'

export interface Footnotes {
  /** The citations of each marker; the first one stands for the footnote. */
  footnotes: readonly (readonly [Citation, ...Citation[]])[]
  sentences: readonly Sentence[]
  /** Which footnotes are lit: hover or focus on sentence, marker or note lights all three. */
  isLit: (citationId: string) => boolean
  light: (citationIds: readonly string[]) => void
  /** What the viewer shows. */
  selectedId: string | null
  /** Opens the page in the viewer; null where there is no viewer. */
  open: ((citationId: string) => void) | null
  /** With the viewer open there is no margin. */
  viewerOpen: boolean
  noteId: (citationId: string) => string
}

const Context = createContext<Footnotes | null>(null)

export function useFootnotes(): Footnotes {
  const footnotes = useContext(Context)
  if (!footnotes) throw new Error('useFootnotes needs FootnotesProvider above it')
  return footnotes
}

const NONE: readonly string[] = []

/** Ties sentences, markers and notes of one answer together. `selectedId` stays lit while nothing else is. */
export function FootnotesProvider({
  citations,
  sentences,
  selectedId = null,
  viewerOpen = false,
  onOpen = null,
  children,
}: {
  citations: readonly Citation[]
  sentences: readonly Sentence[]
  selectedId?: string | null
  viewerOpen?: boolean
  onOpen?: ((citationId: string) => void) | null
  children: ReactNode
}) {
  const scope = useId()
  const [lit, setLit] = useState(NONE)
  const value = useMemo<Footnotes>(() => {
    const footnotes = groupCitations(citations)
    const markerOf = new Map(citations.map(({ id, marker }) => [id, marker]))
    const isAmong = (id: string, ids: readonly string[]) =>
      ids.some((one) => one === id || markerOf.get(one) === markerOf.get(id))
    return {
      footnotes,
      sentences,
      isLit: (id) => isAmong(id, lit.length > 0 ? lit : selectedId ? [selectedId] : NONE),
      light: (ids) => setLit(ids.length === 0 ? NONE : ids),
      selectedId,
      open: onOpen,
      viewerOpen,
      noteId: (id) => `note-${scope}-${id}`,
    }
  }, [citations, sentences, lit, selectedId, viewerOpen, onOpen, scope])
  return <Context value={value}>{children}</Context>
}
