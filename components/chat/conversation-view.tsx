'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useStickToBottom } from 'use-stick-to-bottom'
import { usePaywall } from '#components/billing/paywall.tsx'
import { documentListQuery } from '#components/documents/queries.ts'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { useWorkspace } from '#components/layout/workspace-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { classNames } from '#components/ui/class-names.ts'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { api } from '#lib/api-client/index.ts'
import { type ConversationDetail, runSchema, type Scope } from '#lib/chat/schema.ts'
import { AskProblem } from './ask-problem.tsx'
import { Composer } from './composer.tsx'
import { CreditsLeft } from './credits-left.tsx'
import { EarlierMessages } from './earlier-messages.tsx'
import { ExchangeView } from './exchange-view.tsx'
import { EMPTY_QUESTION, toExchanges } from './exchanges.ts'
import { Foot, toSearching } from './foot.tsx'
import { conversationQuery, useRefreshChat } from './queries.ts'
import { countScope } from './scope-label.ts'
import { ScopePicker } from './scope-picker.tsx'
import { useAsk } from './use-ask.ts'
import { useDraft } from './use-draft.ts'
import { useViewer } from './use-viewer.ts'
import { ViewerPanel } from './viewer-panel.tsx'

/** A conversation by its id. */
export function ConversationView({ conversationId }: { conversationId: string }) {
  const { id: workspaceId } = useWorkspace()
  const { data, error, isPending, refetch } = useQuery(conversationQuery(workspaceId, conversationId))
  if (isPending)
    return <Skeleton rows={6} label="Loading the conversation" className="mx-auto max-w-2xl px-6 py-14" />
  if (error && !data) {
    return (
      <div className="mx-auto max-w-2xl px-6 py-14">
        <ProblemNotice error={error} onRetry={() => refetch()} />
      </div>
    )
  }
  return <Conversation conversation={data} />
}

function Conversation({ conversation }: { conversation: ConversationDetail }) {
  const { id: workspaceId, slug } = useWorkspace()
  const documents =
    useQuery(documentListQuery(workspaceId)).data?.items.filter((one) => one.searchablePages > 0) ?? []
  const [scope, setScope] = useState<Scope>(conversation.scope)
  const [question, setQuestion] = useDraft(conversation.id)
  const input = useRef<HTMLTextAreaElement>(null)
  const refresh = useRefreshChat(workspaceId)
  const ask = useAsk(workspaceId, conversation)
  const openPaywall = usePaywall()
  const exchanges = useMemo(() => toExchanges(conversation.messages), [conversation.messages])
  const viewer = useViewer(useMemo(() => exchanges.map(({ answer }) => answer?.citations ?? []), [exchanges]))
  const { scrollRef, contentRef, isAtBottom, scrollToBottom } = useStickToBottom({
    initial: 'instant',
    resize: 'instant',
  })
  const running =
    exchanges.find(({ answer }) => answer?.outcome === null && answer.runId !== null)?.answer ?? null
  // Whoever has just asked goes on writing: the next question follows without a click.
  const hasJustAsked = running !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: only on arrival; later the focus is the reader's own
  useEffect(() => {
    if (hasJustAsked && matchMedia('(pointer: fine)').matches) input.current?.focus()
  }, [])
  const stop = useMutation({
    mutationFn: (runId: string) =>
      api.post(`/api/chat/runs/${runId}/stop`, { schema: runSchema, workspaceId }),
  })
  const onRunEnd = () => {
    refresh().catch(() => {})
    stop.reset()
  }

  const scrollToLatest = () => void scrollToBottom()
  const send = (text: string, over: Scope = scope) => {
    ask.mutate(
      { question: text, scope: over },
      {
        onSuccess: () => setQuestion(''),
        onError: (error) => {
          // Asked by a button and refused: it waits in its field like one that was written.
          if (openPaywall({ error, blocked: { what: 'question' }, onResume: () => send(text, over) }))
            setQuestion(text)
        },
      },
    )
    input.current?.focus()
    scrollToLatest()
  }
  const viewerOpen = viewer.selected !== null || viewer.passage !== null
  const searching = toSearching(countScope(scope, documents))
  const pendingQuestion = ask.isPending && ask.variables ? ask.variables.question : null

  return (
    <div
      className={classNames(
        'grid h-full grid-cols-[minmax(0,1fr)]',
        viewerOpen && 'lg:grid-cols-[minmax(0,1fr)_minmax(0,1.02fr)]',
      )}
    >
      <div className="grid min-h-0 min-w-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto]">
        <header className="border-rule border-b px-4.5 py-3 sm:px-7">
          <h1 className="truncate font-[560]">{conversation.title || 'New question'}</h1>
        </header>
        <div ref={scrollRef} className="relative min-h-0 overflow-y-auto">
          <div
            ref={contentRef}
            className="grid grid-cols-[minmax(0,1fr)] gap-14 px-4.5 pt-6 pb-8 sm:px-8 sm:pt-10"
          >
            <EarlierMessages workspaceId={workspaceId} conversation={conversation} scrollRef={scrollRef} />
            {exchanges.map((exchange) => (
              <ExchangeView
                key={exchange.question.id}
                exchange={exchange}
                workspaceId={workspaceId}
                searching={searching}
                selectedCitationId={viewer.selectedId}
                viewerOpen={viewerOpen}
                onRunEnd={onRunEnd}
                toUsageHref={(runId) => `/w/${slug}/usage?conversation=${conversation.id}#run-${runId}`}
                onOpenCitation={({ id }) => viewer.open(id)}
                onOpenPassage={viewer.openPassage}
                onAskAgain={() => send(exchange.question.text)}
                onSearchAll={
                  conversation.scope.documentIds || scope.documentIds
                    ? () => {
                        setScope({})
                        send(exchange.question.text, {})
                      }
                    : undefined
                }
              />
            ))}
            {pendingQuestion !== null && (
              <ExchangeView
                exchange={{ question: { ...EMPTY_QUESTION, text: pendingQuestion }, answer: null }}
                workspaceId={workspaceId}
                searching={searching}
                viewerOpen={viewerOpen}
                onRunEnd={onRunEnd}
                onAskAgain={() => {}}
              />
            )}
          </div>
        </div>
        <Foot viewerOpen={viewerOpen}>
          {!isAtBottom && (
            <div className="mb-2 flex justify-center">
              <Button size="small" onClick={scrollToLatest}>
                Jump to the latest
              </Button>
            </div>
          )}
          <Composer
            input={input}
            value={pendingQuestion === null ? question : ''}
            onChange={setQuestion}
            onSend={() => send(question.trim())}
            sending={ask.isPending}
            onStop={running?.runId ? () => running.runId && stop.mutate(running.runId) : undefined}
            stopping={stop.isPending || stop.isSuccess}
            scope={<ScopePicker scope={scope} documents={documents} onChange={setScope} />}
            notice={ask.error && <AskProblem error={ask.error} onRetry={() => send(question.trim())} />}
            footer={<CreditsLeft />}
          />
        </Foot>
      </div>
      <ViewerPanel
        workspaceId={workspaceId}
        selected={viewer.selected}
        passage={viewer.passage}
        group={viewer.group}
        index={viewer.index}
        onStep={viewer.step}
        onClose={viewer.close}
      />
    </div>
  )
}
