import { AnswerStates } from '#components/chat/answer-states.tsx'

export default async function AnswerStatesPage({
  searchParams,
}: {
  searchParams: Promise<{ state?: string }>
}) {
  return <AnswerStates state={(await searchParams).state ?? 'answered'} />
}
