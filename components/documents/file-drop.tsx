'use client'

import { createContext, type ReactNode, useContext, useLayoutEffect, useRef } from 'react'
import { useDropzone } from 'react-dropzone'
import { classNames } from '#components/ui/class-names.ts'
import { MEDIA_TYPES } from '#lib/documents/schema.ts'
import { uploadList } from './upload-list.ts'

const ACCEPTED = Object.entries(MEDIA_TYPES)
  .flatMap(([type, extensions]) => [type, ...extensions.map((extension) => `.${extension}`)])
  .join(',')

const PickerContext = createContext<() => void>(() => {})

/** Opens the file picker of the page around. */
export const useFilePicker = () => useContext(PickerContext)

/** A page that takes files: dropped anywhere on it, or chosen by a button in it. Whatever comes is offered to the server. */
export function FileDrop({
  workspaceId,
  className,
  children,
}: {
  workspaceId: string
  className?: string
  children: ReactNode
}) {
  const { getRootProps, isDragActive } = useDropzone({
    onDrop: (files) => uploadList.add(workspaceId, files),
    noClick: true,
    noKeyboard: true,
  })
  // One input for as long as the page stands: a button may go while the picker that it opened is still open.
  const input = useRef<HTMLInputElement>(null)
  const takeFiles = (chosen: HTMLInputElement) => {
    const files = [...(chosen.files ?? [])]
    if (files.length > 0) uploadList.add(workspaceId, files)
    // The same file may be chosen again after it was removed.
    chosen.value = ''
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was chosen before our code was there told nobody; once
  useLayoutEffect(() => {
    if (input.current) takeFiles(input.current)
  }, [])
  return (
    <div
      {...getRootProps({ role: undefined, tabIndex: undefined })}
      className={classNames('relative min-h-full outline-none', className)}
    >
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to add"
        accept={ACCEPTED}
        onChange={(event) => takeFiles(event.target)}
      />
      <PickerContext value={() => input.current?.click()}>{children}</PickerContext>
      {isDragActive && (
        <p className="pointer-events-none fixed inset-3 z-40 grid animate-appear place-items-center rounded-lg border-2 border-accent border-dashed bg-paper/90 font-serif text-title">
          Drop the files to add them
        </p>
      )}
    </div>
  )
}
