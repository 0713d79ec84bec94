'use client'

import { useQuery } from '@tanstack/react-query'
import { meQuery } from '#components/account/queries.ts'
import { useWorkspace } from '#components/layout/workspace-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { findSendable } from './find-sendable.ts'
import type { Kept } from './kept-files.ts'
import { useSendKept } from './use-kept-files.ts'

/** Offers the files that wait as soon as there is room for them. */
export function KeptOffer({ files }: { files: readonly Kept[] }) {
  const { data: me } = useQuery(meQuery(useWorkspace().id))
  const send = useSendKept()
  const sendable = me ? findSendable(files, me) : []
  const [first, ...others] = sendable
  if (!first) return null
  const what = others.length === 0 ? `“${first.file.name}”` : `${sendable.length} of the files that wait`
  return (
    <Notice
      title={`There is room now for ${what}`}
      className="mb-5"
      actions={
        <Button
          variant="primary"
          onClick={() => {
            for (const kept of sendable) send(kept)
          }}
        >
          {others.length === 0 ? 'Add it' : 'Add them'}
        </Button>
      }
    />
  )
}
