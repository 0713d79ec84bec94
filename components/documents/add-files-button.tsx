'use client'

import { Button, type ButtonProps } from '#components/ui/button.tsx'
import { useFilePicker } from './file-drop.tsx'

/** Opens the file picker of the page; several files at once. */
export function AddFilesButton(button: ButtonProps) {
  const openPicker = useFilePicker()
  return (
    <Button variant="primary" {...button} onClick={openPicker}>
      Add files
    </Button>
  )
}
