import type { Metadata } from 'next'
import { ConversationView } from '#components/chat/conversation-view.tsx'
import { getPageContext } from '#lib/access/index.ts'

export const metadata: Metadata = { title: 'Question' }

export default async function ConversationPage({
  params,
}: {
  params: Promise<{ slug: string; conversationId: string }>
}) {
  const { slug, conversationId } = await params
  await getPageContext(slug)
  return <ConversationView key={conversationId} conversationId={conversationId} />
}
