'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useState } from 'react'
import { isTyping } from '#components/layout/is-typing.ts'
import type { Citation, NearestPassage } from '#lib/chat/schema.ts'
import { enterLayer, leaveLayer } from './layer-history.ts'
import { useBackToClose } from './use-back-to-close.ts'

/** What stands in the viewer beside the answers: a footnote (in the address, so it can be shared) or a passage. */
export function useViewer(answers: readonly (readonly Citation[])[]) {
  const path = usePathname()
  const selectedId = useSearchParams().get('cite')
  const [passage, setPassage] = useState<NearestPassage | null>(null)
  const group = answers.find((citations) => citations.some(({ id }) => id === selectedId)) ?? []
  const index = group.findIndex(({ id }) => id === selectedId)

  useBackToClose(passage !== null, () => setPassage(null))

  const goTo = useCallback(
    (id: string | null) => {
      setPassage(null)
      // From page to page inside the viewer there is one way back: to the answer.
      const isOpen = new URLSearchParams(location.search).has('cite')
      if (id !== null) enterLayer(window, `${path}?cite=${id}`, isOpen)
      else if (isOpen) leaveLayer(window, path)
    },
    [path],
  )
  const step = useCallback(
    (by: 1 | -1) => {
      const among = index >= 0 ? group : (answers.findLast((citations) => citations.length > 0) ?? [])
      const from = index >= 0 ? index : by === 1 ? -1 : among.length
      const next = among[from + by]
      if (next) goTo(next.id)
    },
    [answers, group, index, goTo],
  )

  const isOpen = index >= 0 || passage !== null
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || isTyping(event)) return
      if (event.key === '[') step(-1)
      else if (event.key === ']') step(1)
      else if (event.key === 'Escape' && isOpen && !event.defaultPrevented) goTo(null)
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [step, goTo, isOpen])

  return {
    selected: group[index] ?? null,
    selectedId,
    passage,
    group,
    index,
    open: goTo,
    openPassage: setPassage,
    close: useCallback(() => goTo(null), [goTo]),
    step,
  }
}
