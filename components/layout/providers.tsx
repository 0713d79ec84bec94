'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { setNonce } from 'get-nonce'
import { ThemeProvider } from 'next-themes'
import { type ReactNode, useState } from 'react'
import { ToastProvider } from '#components/ui/toast.tsx'
import { statusOf } from './problem-text.ts'

const MAX_RETRIES = 2

/** Theme, queries, toasts and the nonce. Stands once, in the root layout. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  // A soft navigation brings a new nonce in props while the document keeps its first: only the first is good.
  const [firstNonce] = useState(() => {
    if (nonce) setNonce(nonce)
    return nonce
  })
  const [queryClient] = useState(makeQueryClient)
  return (
    <ThemeProvider
      attribute="data-theme"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      {...(firstNonce ? { nonce: firstNonce } : {})}
    >
      <QueryClientProvider client={queryClient}>
        <ToastProvider>{children}</ToastProvider>
      </QueryClientProvider>
    </ThemeProvider>
  )
}

function makeQueryClient() {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 5_000, retry: (count, error) => isWorthRetrying(error) && count < MAX_RETRIES },
      mutations: { retry: false },
    },
  })
}

/** 4xx says what is wrong with the request; the same request again gets the same answer. */
function isWorthRetrying(error: Error): boolean {
  const status = statusOf(error)
  return status === null || status >= 500
}
