'use client'

import { useState } from 'react'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { useWorkspace } from '#components/layout/workspace-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogActions, DialogContent } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import type { Conversation } from '#lib/chat/schema.ts'
import { useRenameConversation } from './queries.ts'

export function RenameConversation({
  conversation,
  onClose,
}: {
  conversation: Conversation
  onClose: () => void
}) {
  const [title, setTitle] = useState(conversation.title)
  const { mutate, error, isPending } = useRenameConversation(useWorkspace().id)
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title="Rename">
        <form
          className="mt-4 grid gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            if (title.trim()) mutate({ id: conversation.id, title }, { onSuccess: onClose })
          }}
        >
          <Field
            label="Title"
            value={title}
            maxLength={200}
            onChange={(event) => setTitle(event.target.value)}
            error={title.trim() ? undefined : 'Write a title.'}
          />
          {error && <ProblemNotice error={error} />}
          <DialogActions>
            <Button type="submit" variant="primary" pending={isPending}>
              Rename
            </Button>
            <Button onClick={onClose}>Cancel</Button>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  )
}
