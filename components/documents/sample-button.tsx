'use client'

import { useMutation } from '@tanstack/react-query'
import { Button, type ButtonProps } from '#components/ui/button.tsx'
import { useToast } from '#components/ui/toast.tsx'
import { loadSample } from './sample.ts'
import { uploadList } from './upload-list.ts'

export function SampleButton({ workspaceId, ...button }: ButtonProps & { workspaceId: string }) {
  const toast = useToast()
  const add = useMutation({
    mutationFn: loadSample,
    onSuccess: (file) => uploadList.add(workspaceId, [file]),
    onError: () => toast({ title: 'The sample could not be loaded. Check your connection and try again.' }),
  })
  return (
    <Button {...button} pending={add.isPending} onClick={() => add.mutate()}>
      Try a sample report
    </Button>
  )
}
