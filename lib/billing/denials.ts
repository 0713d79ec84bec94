import { withTenant } from '#lib/platform/db/index.ts'
import { isAppError, PROBLEM_STATUS } from '#lib/platform/errors.ts'
import { log } from '#lib/platform/log.ts'
import { processState } from '#lib/platform/process-state.ts'
import { onShutdown } from '#lib/platform/shutdown.ts'
import { addDenials, type DenialKey } from './denial-repository.ts'

interface Recorder {
  /** Counted and not yet written, by workspace, code and subject. */
  waiting: Map<string, DenialKey & { count: number }>
  /** Settles when nothing waits any more; null when nothing does. */
  writing: Promise<void> | null
}

/**
 * Counts a refusal by the plan; anything else is none. Call it when the transaction of the refusal is over. It returns at
 * once and never fails: a count that cannot be written is logged and lost, the refusal stays what it is.
 */
export function recordDenial(ctx: { workspaceId: string }, error: unknown): void {
  const denial = toDenial(error)
  if (!denial) return
  const { waiting } = recorder()
  const key = { workspaceId: ctx.workspaceId, ...denial }
  const name = `${key.workspaceId} ${key.code} ${key.subject}`
  waiting.set(name, { ...key, count: (waiting.get(name)?.count ?? 0) + 1 })
  startWriting()
}

/** One writer at a time; what came between its last look and its end is the next one's. */
function startWriting(): void {
  const current = recorder()
  current.writing ??= write().finally(() => {
    current.writing = null
    if (current.waiting.size > 0) startWriting()
  })
}

/** Resolves when everything that was counted so far is written. */
export async function denialsWritten(): Promise<void> {
  for (let { writing } = recorder(); writing !== null; { writing } = recorder()) await writing
}

/** Which wall it was: the code, and the meter, limit or feature where the code does not say all. */
function toDenial(error: unknown): Pick<DenialKey, 'code' | 'subject'> | null {
  if (!isAppError(error)) return null
  const { code, extensions } = error
  if (code === 'file_too_large') {
    return typeof extensions.planMaxBytes === 'number' ? { code, subject: 'bytesPerDocument' } : null
  }
  if (PROBLEM_STATUS[code] !== 402) return null
  const { meter, limitKey, feature } = extensions
  const subject = [meter, limitKey, feature].find((value) => typeof value === 'string')
  return { code, subject: typeof subject === 'string' ? subject : '' }
}

/** What comes while a batch is written goes into the next one: many refusals at once are few statements. */
async function write(): Promise<void> {
  const { waiting } = recorder()
  while (waiting.size > 0) {
    const batch = [...waiting.values()]
    waiting.clear()
    for (const [workspaceId, denials] of groupByWorkspace(batch)) {
      try {
        await withTenant({ workspaceId, userId: null }, (tx) => addDenials(tx, workspaceId, denials))
      } catch (error) {
        log.warn({ err: error, denials: denials.length }, 'refusals could not be counted')
      }
    }
  }
}

function groupByWorkspace<T extends DenialKey>(denials: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const denial of denials) {
    groups.set(denial.workspaceId, [...(groups.get(denial.workspaceId) ?? []), denial])
  }
  return groups
}

function recorder(): Recorder {
  return processState('denials', () => {
    onShutdown(denialsWritten)
    return { waiting: new Map(), writing: null }
  })
}
