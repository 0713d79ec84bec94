import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { env } from '#lib/platform/env.ts'

export const metadata = { title: 'States', robots: { index: false } }

/** Every component in each of its states, for eyes, screenshots and axe. There is no such page in production. */
export default function StatesLayout({ children }: { children: ReactNode }) {
  if (env().isProduction) notFound()
  return children
}
