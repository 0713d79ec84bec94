'use client'

import { MenuIcon } from 'lucide-react'
import dynamic from 'next/dynamic'
import { usePathname, useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useState } from 'react'
import { PaywallProvider } from '#components/billing/paywall.tsx'
import { PlanNotices } from '#components/billing/plan-notices.tsx'
import { CompactMeter } from '#components/billing/usage-meters.tsx'
import { Sheet, SheetContent, SheetTrigger } from '#components/ui/sheet.tsx'
import { isTyping } from './is-typing.ts'
import { Rail } from './rail.tsx'
import { SkipLink } from './skip-link.tsx'
import { type PageWorkspace, WorkspaceProvider } from './workspace-context.tsx'

// What it does follows an upload: the first drawing needs none of it.
const FileKeeper = dynamic(
  () => import('#components/documents/file-keeper.tsx').then((module) => module.FileKeeper),
  { ssr: false },
)

/** Rail and page of a workspace; on small screens the rail is a sheet behind a button. */
export function Shell({
  workspace,
  userId,
  children,
}: {
  workspace: PageWorkspace
  userId: string
  children: ReactNode
}) {
  useNewQuestionKey(workspace.slug)
  return (
    <WorkspaceProvider workspace={workspace} userId={userId}>
      <PaywallProvider>
        <FileKeeper />
        <SkipLink />
        <div className="grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)] md:grid-cols-[232px_minmax(0,1fr)] md:grid-rows-1">
          <SmallScreenBar name={workspace.name} />
          <div className="hidden min-h-0 overflow-y-auto border-rule border-r md:block">
            <Rail />
          </div>
          <div className="flex min-h-0 min-w-0 flex-col">
            <PlanNotices />
            <main id="page" tabIndex={-1} className="relative min-h-0 flex-1 overflow-y-auto outline-none">
              {children}
            </main>
          </div>
        </div>
      </PaywallProvider>
    </WorkspaceProvider>
  )
}

function SmallScreenBar({ name }: { name: string }) {
  const path = usePathname()
  const [openAt, setOpenAt] = useState<string | null>(null)
  return (
    <header className="flex items-center gap-2 border-rule border-b px-2 py-1.5 md:hidden">
      {/* Open at the address it was opened at: a link followed in it closes it. */}
      <Sheet open={openAt === path} onOpenChange={(open) => setOpenAt(open ? path : null)}>
        <SheetTrigger aria-label="Menu" className="grid size-9 place-items-center rounded hover:bg-paper-2">
          <MenuIcon aria-hidden="true" className="size-4.5" />
        </SheetTrigger>
        <SheetContent side="left" title="Menu">
          <Rail />
        </SheetContent>
      </Sheet>
      <span className="truncate font-[540]">{name}</span>
      <CompactMeter />
    </header>
  )
}

/** N begins a new question, unless somebody is writing. */
function useNewQuestionKey(slug: string): void {
  const router = useRouter()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'n' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return
      event.preventDefault()
      router.push(`/w/${slug}/chat`)
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [router, slug])
}
