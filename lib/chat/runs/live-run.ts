import type { NumberedEvent } from '#lib/chat/run-repository.ts'
import type { RunEvent } from '#lib/chat/schema.ts'

export interface RunKey {
  readonly workspaceId: string
  readonly id: string
}

/** Why a run was told to end before it was done. */
export type EndReason = 'stop' | 'shutdown' | 'timeout' | 'lost'

const isTerminal = ({ type }: RunEvent): boolean => type === 'done' || type === 'error'

/** A run of this process: its events, who waits for them, and the way to end it. */
export class LiveRun {
  readonly key: RunKey
  readonly userId: string
  readonly signal: AbortSignal
  /** Resolves when the run has ended and is settled, however it ended. Never rejects. */
  finished: Promise<void> = Promise.resolve()
  endReason: EndReason | null = null
  isOver = false
  /** Its last transaction is under way: nothing else may write for it. */
  isClosing = false
  lastBeatAt = 0
  readonly #abort = new AbortController()
  readonly #events: NumberedEvent[] = []
  readonly #waiting = new Set<() => void>()
  #writtenSeq = 0
  #writing: Promise<void> = Promise.resolve()

  constructor(key: RunKey, userId: string) {
    this.key = key
    this.userId = userId
    this.signal = this.#abort.signal
  }

  get lastSeq(): number {
    return this.#events.at(-1)?.seq ?? 0
  }

  /** Appends an event and wakes those who wait for it. */
  publish(event: RunEvent, seq = this.lastSeq + 1): void {
    if (this.isOver) return
    this.#events.push({ seq, event })
    this.isOver = isTerminal(event)
    for (const wake of this.#waiting) wake()
    this.#waiting.clear()
  }

  /** Ends the run early; the first reason counts. */
  end(reason: EndReason): void {
    if (this.isOver || this.endReason) return
    this.endReason = reason
    this.#abort.abort(reason)
  }

  eventsAfter(seq: number): NumberedEvent[] {
    return this.#events.filter((numbered) => numbered.seq > seq)
  }

  /** Waits for the next event, or for `signal`. */
  async nextEvent(signal: AbortSignal): Promise<void> {
    if (this.isOver || signal.aborted) return
    await new Promise<void>((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      this.#waiting.add(wake)
      signal.addEventListener('abort', wake, { once: true })
    })
  }

  /** Events that are not in the database yet. */
  get unwritten(): NumberedEvent[] {
    return this.eventsAfter(this.#writtenSeq)
  }

  /** Notes that a write of events is under way, so that the last one waits for it. */
  trackWrite(write: Promise<void>): void {
    this.#writing = write.catch(() => undefined)
  }

  markWritten(seq: number): void {
    this.#writtenSeq = Math.max(this.#writtenSeq, seq)
  }

  writesDone(): Promise<void> {
    return this.#writing
  }
}
