import { BillingStates } from '#components/billing/states.tsx'
import { ANSWER_STATES } from '#components/chat/answer-state-names.ts'
import { AskingStates } from '#components/chat/asking-states.tsx'
import { DocumentStates } from '#components/documents/document-states.tsx'
import { PrimitiveStates } from '#components/ui/states.tsx'
import { ViewerStates } from '#components/viewer/viewer-states.tsx'

export default function StatesPage() {
  return (
    <main className="mx-auto max-w-3xl px-4.5 py-10">
      <h1 className="font-serif text-title tracking-[-0.012em]">States</h1>
      <ul className="mt-4 mb-10 flex flex-wrap gap-x-4 gap-y-1">
        {ANSWER_STATES.map((state) => (
          <li key={state}>
            <a
              href={`/dev/states/answer?state=${state}`}
              className="text-accent underline underline-offset-3"
            >
              Answer, {state}
            </a>
          </li>
        ))}
      </ul>
      <AskingStates />
      <BillingStates />
      <DocumentStates />
      <ViewerStates />
      <PrimitiveStates />
    </main>
  )
}
