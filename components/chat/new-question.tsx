'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { usePaywall } from '#components/billing/paywall.tsx'
import { FirstRun } from '#components/chat/first-run.tsx'
import { documentListQuery } from '#components/documents/queries.ts'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { useWorkspace } from '#components/layout/workspace-context.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { Scope } from '#lib/chat/schema.ts'
import type { Document } from '#lib/documents/schema.ts'
import { AskProblem } from './ask-problem.tsx'
import { Composer } from './composer.tsx'
import { CreditsLeft } from './credits-left.tsx'
import { Foot, toSearching } from './foot.tsx'
import { countScope } from './scope-label.ts'
import { ScopePicker } from './scope-picker.tsx'
import { useAsk } from './use-ask.ts'
import { useDraft } from './use-draft.ts'

/** The page where a conversation begins. `documentId` narrows the question to one document. */
export function NewQuestion({ documentId }: { documentId: string | null }) {
  const { id: workspaceId } = useWorkspace()
  const { data, error, isPending, refetch } = useQuery(documentListQuery(workspaceId))
  if (isPending)
    return <Skeleton rows={4} label="Loading documents" className="mx-auto max-w-2xl px-6 py-14" />
  if (error && !data) {
    return (
      <div className="mx-auto max-w-2xl px-6 py-14">
        <ProblemNotice error={error} onRetry={() => refetch()} />
      </div>
    )
  }
  return <NewQuestionForm documents={data.items} documentId={documentId} />
}

function NewQuestionForm({
  documents: all,
  documentId,
}: {
  documents: readonly Document[]
  documentId: string | null
}) {
  const { id: workspaceId, slug } = useWorkspace()
  const router = useRouter()
  const documents = all.filter(({ searchablePages }) => searchablePages > 0)
  const [scope, setScope] = useState<Scope>(documentId ? { documentIds: [documentId] } : {})
  const [question, setQuestion] = useDraft(null)
  const input = useRef<HTMLTextAreaElement>(null)
  const ask = useAsk(workspaceId, null)
  const openPaywall = usePaywall()
  const hasDocuments = documents.length > 0

  useEffect(() => {
    if (hasDocuments && matchMedia('(pointer: fine)').matches) input.current?.focus()
  }, [hasDocuments])

  const send = (text: string) =>
    ask.mutate(
      { question: text, scope },
      {
        onSuccess: (id) => {
          setQuestion('')
          router.push(`/w/${slug}/chat/${id}`)
        },
        onError: (error) => {
          // Asked by a button and refused: it waits in its field like one that was written.
          if (openPaywall({ error, blocked: { what: 'question' }, onResume: () => send(text) }))
            setQuestion(text)
        },
      },
    )
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)_auto]">
      <div className="min-h-0 overflow-y-auto">
        <Foot>
          <div className="pt-6 sm:pt-12">
            {ask.isPending ? (
              <div aria-busy="true">
                <h1 className="font-serif text-title tracking-[-0.012em]">{ask.variables.question}</h1>
                <p role="status" className="mt-4 text-ink-2">
                  {toSearching(countScope(scope, documents))}…
                </p>
              </div>
            ) : (
              <FirstRun documents={all} onAsk={send} />
            )}
          </div>
        </Foot>
      </div>
      <Foot>
        <Composer
          input={input}
          value={ask.isPending ? '' : question}
          onChange={setQuestion}
          onSend={() => send(question.trim())}
          sending={ask.isPending || ask.isSuccess}
          blocked={hasDocuments ? null : all.length > 0 ? 'Ready in a moment' : 'Add a document first'}
          scope={hasDocuments && <ScopePicker scope={scope} documents={documents} onChange={setScope} />}
          notice={ask.error && <AskProblem error={ask.error} onRetry={() => send(question.trim())} />}
          footer={<CreditsLeft />}
        />
      </Foot>
    </div>
  )
}
