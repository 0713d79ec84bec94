'use client'

import { Answer } from '#components/chat/answer.tsx'
import { makeAnswer, QUESTION } from '#components/chat/states.ts'

const ANSWER = makeAnswer()

/** The product's own answer on the front page: hover or focus lights sentence, number and note. */
export function LandingAnswer() {
  return <Answer question={QUESTION} answer={ANSWER} />
}
