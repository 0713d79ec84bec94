'use client'

import { type ReactNode, useState } from 'react'
import type { Document } from '#lib/documents/schema.ts'
import { PassageLengthDialog } from './passage-length-dialog.tsx'

/** The dialog about passage lengths of one of `documents`, as that stands now. */
export function usePassageLength(
  workspaceId: string,
  documents: readonly Document[],
): { open: (document: Document) => void; dialog: ReactNode } {
  const [openId, setOpenId] = useState<string | null>(null)
  const document = documents.find(({ id }) => id === openId)
  return {
    open: ({ id }) => setOpenId(id),
    dialog: document && (
      <PassageLengthDialog
        workspaceId={workspaceId}
        document={document}
        onClose={() => setOpenId(null)}
        onReopen={() => setOpenId(document.id)}
      />
    ),
  }
}
