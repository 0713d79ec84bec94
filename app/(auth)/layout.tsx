import type { ReactNode } from 'react'
import { Wordmark } from '#components/layout/wordmark.tsx'

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="min-h-dvh px-4.5">
      <header className="py-4.5 sm:px-5">
        <Wordmark />
      </header>
      <main className="mx-auto w-full max-w-[23rem] pt-8 pb-16 sm:pt-16">{children}</main>
    </div>
  )
}
