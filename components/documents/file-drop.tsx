'use client'

import type { ReactNode } from 'react'
import { useDropzone } from 'react-dropzone'
import { uploadList } from './upload-list.ts'

/** A place where files may be dropped. Choosing them by button is elsewhere; whatever is dropped is offered to the server. */
export function FileDrop({ workspaceId, children }: { workspaceId: string; children: ReactNode }) {
  const { getRootProps, isDragActive } = useDropzone({
    onDrop: (files) => uploadList.add(workspaceId, files),
    noClick: true,
    noKeyboard: true,
  })
  return (
    <div
      {...getRootProps({ role: undefined, tabIndex: undefined })}
      className="relative min-h-full outline-none"
    >
      {children}
      {isDragActive && (
        <p className="pointer-events-none fixed inset-3 z-40 grid animate-appear place-items-center rounded-lg border-2 border-accent border-dashed bg-paper/90 font-serif text-title">
          Drop the files to add them
        </p>
      )}
    </div>
  )
}
