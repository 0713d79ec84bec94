import type { DOCUMENT_STATUSES } from './schema.ts'

export type VersionStatus = (typeof DOCUMENT_STATUSES)[number]
export type VersionEvent = 'start' | 'finish' | 'fail' | 'retry' | 'reopen'

/** The state machine of a document version (README.md shows it as a table). `start` while processing is a worker that takes over. */
export const VERSION_TRANSITIONS: Readonly<
  Record<VersionStatus, Partial<Record<VersionEvent, VersionStatus>>>
> = {
  queued: { start: 'processing', fail: 'failed' },
  processing: { start: 'processing', finish: 'ready', fail: 'failed' },
  ready: { reopen: 'queued' },
  failed: { retry: 'queued' },
}

/** The states from which `event` leads on, and the one it leads to. Every event of ours leads to exactly one. */
export function getTransition(event: VersionEvent): { from: VersionStatus[]; to: VersionStatus } {
  const hits = (Object.keys(VERSION_TRANSITIONS) as VersionStatus[]).filter(
    (s) => VERSION_TRANSITIONS[s][event],
  )
  const to = hits.map((status) => VERSION_TRANSITIONS[status][event])[0]
  if (!to) throw new Error(`No state takes the event ${event}.`)
  return { from: hits, to }
}
