import type { ReactNode } from 'react'
import { SkipLink } from '#components/layout/skip-link.tsx'
import { Wordmark } from '#components/layout/wordmark.tsx'

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="min-h-dvh px-4.5">
      <SkipLink />
      <header className="py-4.5 sm:px-5">
        <Wordmark />
      </header>
      <main id="page" tabIndex={-1} className="mx-auto w-full max-w-[23rem] pt-8 pb-16 outline-none sm:pt-16">
        {children}
      </main>
    </div>
  )
}
