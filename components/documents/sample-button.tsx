'use client'

import { useState } from 'react'
import { Button, type ButtonProps } from '#components/ui/button.tsx'
import { useToast } from '#components/ui/toast.tsx'
import { uploadList } from './upload-list.ts'

/** The file that comes with the product; it is uploaded and read like any other. */
const SAMPLE = {
  url: '/sample/elderwick-annual-report.pdf',
  name: 'Elderwick annual report.pdf',
  type: 'application/pdf',
}

export function SampleButton({ workspaceId, ...button }: ButtonProps & { workspaceId: string }) {
  const [pending, setPending] = useState(false)
  const toast = useToast()
  const add = async () => {
    setPending(true)
    try {
      const response = await fetch(SAMPLE.url)
      if (!response.ok) throw new Error(String(response.status))
      uploadList.add(workspaceId, [new File([await response.blob()], SAMPLE.name, { type: SAMPLE.type })])
    } catch {
      toast({ title: 'The sample could not be loaded. Check your connection and try again.' })
    } finally {
      setPending(false)
    }
  }
  return (
    <Button {...button} pending={pending} onClick={add}>
      Try a sample report
    </Button>
  )
}
