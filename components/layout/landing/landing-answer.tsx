import { Answer } from '#components/chat/answer.tsx'
import { messageSchema } from '#lib/chat/schema.ts'
import landing from './landing-answer.json'

const ANSWER = messageSchema.parse(landing.message)

/** What the product answers about its sample, kept as a file that a test compares with the product. */
export function LandingAnswer() {
  return <Answer question={landing.question} answer={ANSWER} />
}
