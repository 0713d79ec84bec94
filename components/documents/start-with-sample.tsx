'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useRef } from 'react'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { useToast } from '#components/ui/toast.tsx'
import { documentListQuery } from './queries.ts'
import { loadSample, SAMPLE } from './sample.ts'
import { uploadList } from './upload-list.ts'
import { useUploads } from './use-uploads.ts'

/**
 * For whoever came to try the sample: adds it unless it is there or on its way, and goes on to the question about it.
 * The address asks for it until it is in the list, so a reload in between starts over and adds nothing twice.
 */
export function StartWithSample({
  workspaceId,
  slug,
  children,
}: {
  workspaceId: string
  slug: string
  children: ReactNode
}) {
  const router = useRouter()
  const toast = useToast()
  const { data, isError } = useQuery(documentListQuery(workspaceId))
  const isOnItsWay = useUploads(workspaceId).some(({ file }) => file.name === SAMPLE.name)
  const asked = useRef(false)
  const add = useMutation({
    mutationFn: loadSample,
    onSuccess: (file) => uploadList.add(workspaceId, [file]),
    onError: () => toast({ title: 'The sample could not be loaded. Check your connection and try again.' }),
  })
  const { mutate } = add
  const sampleId = data?.items.find(({ name }) => name === SAMPLE.name)?.id
  const isMissing = data !== undefined && sampleId === undefined && !isOnItsWay

  useEffect(() => {
    if (sampleId) router.replace(`/w/${slug}/chat?document=${sampleId}`)
  }, [router, slug, sampleId])
  useEffect(() => {
    if (!isMissing || asked.current) return
    asked.current = true
    mutate()
  }, [isMissing, mutate])

  const isComing = !isError && !isOnItsWay && !sampleId && !add.isSuccess && !add.isError
  if (!isComing) return children
  return <Skeleton rows={4} label="Adding the sample report" className="mx-auto max-w-2xl px-6 py-14" />
}
