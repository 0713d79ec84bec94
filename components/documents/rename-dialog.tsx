'use client'

import { useState } from 'react'
import { toProblem } from '#components/layout/problem-text.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogContent } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import type { Document } from '#lib/documents/schema.ts'
import { useRenameDocument } from './queries.ts'

interface RenameDialogProps {
  readonly workspaceId: string
  readonly document: Document
  readonly onClose: () => void
}

export function RenameDialog({ workspaceId, document, onClose }: RenameDialogProps) {
  const [name, setName] = useState(document.name)
  const rename = useRenameDocument(workspaceId)
  const save = () => rename.mutate({ documentId: document.id, name }, { onSuccess: onClose })
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title="Rename the document">
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            if (name.trim()) save()
          }}
        >
          <Field
            label="Name"
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={
              rename.error ? toProblem(rename.error).detail : name.trim() ? undefined : 'Give it a name.'
            }
          />
          <div className="flex gap-2">
            <Button type="submit" variant="primary" pending={rename.isPending}>
              Save the name
            </Button>
            <Button onClick={onClose}>Cancel</Button>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  )
}
