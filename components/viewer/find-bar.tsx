import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button } from '#components/ui/button.tsx'
import type { Find } from './use-find.ts'

/** Pause in typing after which the search is asked. */
const TYPING_PAUSE_MS = 200

/** Search in the document: Enter and Shift+Enter walk the hits, Esc closes. */
export function FindBar({ find }: { find: Find }) {
  const input = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    input.current?.focus()
    return () => clearTimeout(timer.current)
  }, [])
  const onInput = (text: string) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => find.search(text), TYPING_PAUSE_MS)
  }
  return (
    <search className="flex items-center gap-1 border-rule border-b bg-raised px-3 py-1.5">
      <input
        ref={input}
        type="search"
        aria-label="Find in this document"
        placeholder="Find in this document"
        defaultValue={find.text}
        onChange={(event) => onInput(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') find.step(event.shiftKey ? -1 : 1)
        }}
        className="mr-1 h-8 min-w-0 flex-1 rounded border border-edge bg-paper px-2 text-[1rem] sm:text-small"
      />
      <span role="status" className="tabular mr-1 shrink-0 text-ink-2 text-tiny">
        {toStatus(find)}
      </span>
      <Button size="icon" variant="quiet" aria-label="Previous hit" onClick={() => find.step(-1)}>
        <ChevronUp aria-hidden size={16} />
      </Button>
      <Button size="icon" variant="quiet" aria-label="Next hit" onClick={() => find.step(1)}>
        <ChevronDown aria-hidden size={16} />
      </Button>
      <Button size="icon" variant="quiet" aria-label="Close the search" onClick={find.close}>
        <X aria-hidden size={16} />
      </Button>
    </search>
  )
}

function toStatus(find: Find): string {
  if (find.text === '') return ''
  if (find.failed) return 'Search failed'
  if (find.isFetching) return 'Searching…'
  if (!find.active) return 'Not found'
  return `${find.index + 1} of ${find.matches.length}${find.truncated ? '+' : ''}`
}
