'use client'

import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId } from 'react'
import { Button } from '#components/ui/button.tsx'
import { classNames } from '#components/ui/class-names.ts'
import { QUESTION_MAX_CHARACTERS } from '#lib/chat/schema.ts'

const COUNT_FROM = QUESTION_MAX_CHARACTERS - 1_000
const MAX_HEIGHT_PX = 220

export interface ComposerProps {
  value: string
  onChange: (value: string) => void
  onSend: () => void
  /** There while an answer is being made. */
  onStop?: (() => void) | undefined
  stopping?: boolean
  sending?: boolean
  /** Why nothing can be asked now, in words; null when it can. */
  blocked?: string | null
  scope: ReactNode
  notice?: ReactNode
  /** What the next question draws on, under it. */
  footer?: ReactNode
  input: RefObject<HTMLTextAreaElement | null>
}

/** Where questions are written. Enter sends, Shift+Enter breaks the line. */
export function Composer(props: ComposerProps) {
  const {
    value,
    onChange,
    onSend,
    onStop,
    stopping,
    sending = false,
    blocked = null,
    scope,
    notice,
    footer,
    input,
  } = props
  const id = useId()
  const tooLong = value.length > QUESTION_MAX_CHARACTERS
  const canSend = value.trim() !== '' && !tooLong && !sending && !onStop && blocked === null

  // The height follows the text, also when it was put in from outside.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what changes the height.
  useEffect(() => {
    if (!input.current) return
    input.current.style.height = 'auto'
    input.current.style.height = `${Math.min(input.current.scrollHeight, MAX_HEIGHT_PX)}px`
  }, [value, input])

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While a syllable is being composed, Enter belongs to the input method (keyCode 229: Safari).
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229)
      return
    event.preventDefault()
    if (canSend) onSend()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (canSend) onSend()
        else input.current?.focus()
      }}
    >
      {notice && <div className="mb-3">{notice}</div>}
      <div className="rounded-lg border border-edge bg-raised px-3.5 pt-3 pb-2.5 focus-within:border-ink-3">
        <label htmlFor={id} className="sr-only">
          Your question
        </label>
        <textarea
          ref={input}
          id={id}
          rows={1}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
          placeholder="Ask about these documents…"
          aria-invalid={tooLong || undefined}
          aria-describedby={`${id}-help`}
          className="block w-full resize-none bg-transparent font-serif text-[1rem] leading-normal outline-none"
        />
        <div className="mt-2 flex items-center gap-2.5">
          <div className="min-w-0 flex-1">{scope}</div>
          <span id={`${id}-help`} className={classNames('text-small', tooLong ? 'text-bad' : 'text-ink-3')}>
            {blocked ?? (value.length >= COUNT_FROM ? countDown(value.length) : null)}
          </span>
          {onStop ? (
            <Button onClick={onStop} pending={stopping ?? false}>
              {stopping ? 'Stopping…' : 'Stop'}
            </Button>
          ) : (
            <Button
              type="submit"
              variant="primary"
              aria-disabled={blocked !== null || tooLong || undefined}
              pending={sending}
              className="aria-disabled:opacity-55"
            >
              Ask <span aria-hidden="true">↵</span>
            </Button>
          )}
        </div>
      </div>
      {footer}
    </form>
  )
}

function countDown(length: number): string {
  const left = QUESTION_MAX_CHARACTERS - length
  return left >= 0
    ? `${left.toLocaleString('en')} characters left`
    : `${(-left).toLocaleString('en')} too many`
}
