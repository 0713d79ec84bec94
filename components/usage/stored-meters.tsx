import { Meter } from '#components/ui/progress.tsx'
import type { Entitlements } from '#lib/billing/schema.ts'

/** What is stored, not spent: how much, and what counts. */
export function StoredMeters({ entitlements }: { entitlements: Pick<Entitlements, 'limits' | 'usage'> }) {
  const { limits, usage } = entitlements
  return (
    <section aria-label="Stored" className="mt-5 grid max-w-2xl gap-x-8 gap-y-4 text-small sm:grid-cols-2">
      <div>
        <Meter label="Pages stored" used={usage.pages} limit={limits.pages} />
        <p className="mt-1 text-ink-3 text-tiny">
          Pages of your documents; the same file counts once. Deleting a document frees its pages.
        </p>
      </div>
      <div>
        <Meter label="Documents" used={usage.documents} limit={limits.documents} />
        <p className="mt-1 text-ink-3 text-tiny">
          Documents outside the trash. One that could not be read does not count.
        </p>
      </div>
    </section>
  )
}
