'use client'

import { useRef } from 'react'
import { Button, type ButtonProps } from '#components/ui/button.tsx'
import { MEDIA_TYPES } from '#lib/documents/schema.ts'
import { uploadList } from './upload-list.ts'

const ACCEPTED = Object.entries(MEDIA_TYPES)
  .flatMap(([type, extensions]) => [type, ...extensions.map((extension) => `.${extension}`)])
  .join(',')

/** Opens the file picker; several files at once. */
export function AddFilesButton({ workspaceId, ...button }: ButtonProps & { workspaceId: string }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button variant="primary" {...button} onClick={() => input.current?.click()}>
        Add files
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to add"
        accept={ACCEPTED}
        onChange={(event) => {
          uploadList.add(workspaceId, [...(event.target.files ?? [])])
          // The same file may be chosen again after it was removed.
          event.target.value = ''
        }}
      />
    </>
  )
}
