import { redirect } from 'next/navigation'

export default async function WorkspacePage({ params }: PageProps<'/w/[slug]'>) {
  redirect(`/w/${(await params).slug}/chat`)
}
