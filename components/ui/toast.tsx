'use client'

import { Toast as Primitive } from 'radix-ui'
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react'

export interface ToastMessage {
  title: string
  /** Something to take back. `label` e.g. "Undo". */
  action?: { label: string; onClick: () => void }
  /** How long it stays; 10 s with an action, else 5 s. */
  durationMs?: number
}

const UNDO_MS = 10_000
const PLAIN_MS = 5_000

const ShowToast = createContext<((message: ToastMessage) => void) | null>(null)

/** Gives a function that shows a short message with, if wanted, Undo. Not for errors: they stay where the work is. */
export function useToast(): (message: ToastMessage) => void {
  const show = useContext(ShowToast)
  if (!show) throw new Error('useToast needs ToastProvider above it')
  return show
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [messages, setMessages] = useState<(ToastMessage & { id: number })[]>([])
  const lastId = useRef(0)
  const show = useCallback((message: ToastMessage) => {
    lastId.current += 1
    const id = lastId.current
    setMessages((shown) => [...shown.slice(-2), { ...message, id }])
  }, [])
  const remove = (id: number) => setMessages((shown) => shown.filter((message) => message.id !== id))
  return (
    <Primitive.Provider swipeDirection="right" label="Message">
      <ShowToast value={show}>{children}</ShowToast>
      {messages.map((message) => (
        <Primitive.Root
          key={message.id}
          duration={message.durationMs ?? (message.action ? UNDO_MS : PLAIN_MS)}
          onOpenChange={(open) => !open && remove(message.id)}
          className="flex animate-rise items-center gap-4 rounded bg-ink px-4 py-2.5 text-paper text-small shadow-float"
        >
          <Primitive.Title className="min-w-0 flex-1 [overflow-wrap:anywhere]">
            {message.title}
          </Primitive.Title>
          {message.action && (
            <Primitive.Action
              altText={message.action.label}
              onClick={message.action.onClick}
              className="min-h-6 shrink-0 font-[560] underline underline-offset-3"
            >
              {message.action.label}
            </Primitive.Action>
          )}
        </Primitive.Root>
      ))}
      <Primitive.Viewport
        label="Messages ({hotkey})"
        className="fixed right-4 bottom-4 z-50 grid w-96 max-w-[calc(100vw-2rem)] gap-2"
      />
    </Primitive.Provider>
  )
}
