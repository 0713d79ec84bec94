import { useEffect, useRef, useState } from 'react'
import type { Document } from '#lib/documents/schema.ts'
import { describeNews } from './describe-news.ts'

/** Says politely which documents have been read or have failed since the page was opened. */
export function DocumentNews({ documents }: { documents: readonly Document[] }) {
  const before = useRef<readonly Document[]>([])
  const [news, setNews] = useState('')
  useEffect(() => {
    const next = describeNews(before.current, documents)
    before.current = documents
    if (next) setNews(next)
  }, [documents])
  return (
    <p role="status" className="sr-only">
      {news}
    </p>
  )
}
