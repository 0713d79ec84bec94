import type { Readable } from 'node:stream'
import type { MediaType } from '#lib/documents/schema.ts'
import { JAIL_LIMITS, type JailedProcess, startJail } from './jail.ts'
import { fromPageMessage, parseMessage } from './message-schema.ts'
import type { Message } from './messages.ts'
import { type ParsedPage, ParseFailure, type ParseReport } from './parsed-page.ts'

/** More pages than this are refused whatever the plan says: 12,000 tiny ones take 5 s of the child. */
export const MAX_PAGES = 5000

export interface ParseInput {
  /** A local file. */
  path: string
  mediaType: MediaType
  /** Pages that the plan allows; MAX_PAGES holds besides. */
  maxPages?: number
}

/**
 * Runs the parser's child on a file and hands its pages over in order. The child waits while `onPage` does.
 *
 * @param onPage gets each page and the number of pages there will be.
 * @throws ParseFailure; the reason of `signal` when that fires.
 */
export async function parseFile(
  { path, mediaType, maxPages = MAX_PAGES }: ParseInput,
  onPage: (page: ParsedPage, total: number) => Promise<void> | void,
  signal: AbortSignal,
): Promise<ParseReport> {
  const report: ParseReport = {
    pageCount: 0,
    textPages: 0,
    emptyPages: [],
    garbledPages: [],
    cpuMs: 0,
    peakRssBytes: 0,
  }
  const limit = Math.min(maxPages, MAX_PAGES)
  for await (const message of runChild(['parse', path, mediaType, String(limit)], path, signal)) {
    if (message.type === 'open') {
      report.pageCount = message.pageCount ?? 0
      if (report.pageCount > limit)
        throw new ParseFailure('too_many_pages', { pages: report.pageCount, limit })
    } else if (message.type === 'page') {
      const page = fromPageMessage(message)
      if (page.source === 'empty') report.emptyPages.push(page.number)
      else report.textPages += 1
      if (page.garbled) report.garbledPages.push(page.number)
      await onPage(page, report.pageCount)
    } else if (message.type === 'done') {
      report.cpuMs = message.cpuMs
      report.peakRssBytes = message.peakRssBytes
    }
  }
  if (report.textPages === 0) throw new ParseFailure('no_text', { pages: report.pageCount })
  return report
}

/**
 * Number of pages of a PDF, counted in the child from its page tree.
 *
 * @throws ParseFailure
 */
export async function countPages(path: string, signal: AbortSignal): Promise<number> {
  for await (const message of runChild(['count', path, 'application/pdf'], path, signal))
    if (message.type === 'open' && message.pageCount !== null) return message.pageCount
  throw new ParseFailure('corrupt')
}

/** Messages of one child, until it is done. Ends the child on every way out. */
async function* runChild(args: string[], path: string, signal: AbortSignal): AsyncGenerator<Message> {
  signal.throwIfAborted()
  const jail = startJail(path, args)
  const stop = () => jail.end('stopped')
  signal.addEventListener('abort', stop, { once: true })
  try {
    for await (const line of readLines(jail.stdout)) {
      const message = parseMessage(line)
      if (message.type === 'fail') throw new ParseFailure(message.code, message.detail)
      if (message.type === 'open') jail.allow(wallMsFor(message.pageCount ?? 0))
      yield message
      if (message.type === 'done') return
    }
    throw await failureOf(jail)
  } finally {
    signal.removeEventListener('abort', stop)
    jail.end('stopped')
    signal.throwIfAborted()
  }
}

function wallMsFor(pages: number): number {
  return Math.min(JAIL_LIMITS.maxWallMs, JAIL_LIMITS.wallMs + pages * JAIL_LIMITS.wallMsPerPage)
}

/** Why a child ended without a last message. */
async function failureOf(jail: JailedProcess): Promise<ParseFailure> {
  const { code, signal } = await jail.exited
  if (jail.endedBy === 'timeout' || jail.endedBy === 'memory') return new ParseFailure(jail.endedBy)
  // The kernel sends SIGXCPU at the soft limit and SIGKILL at the hard one; both are the same for us.
  if (signal === 'SIGXCPU' || signal === 'SIGKILL') return new ParseFailure('timeout')
  if (/out of memory|allocation failed/i.test(jail.stderr)) return new ParseFailure('memory')
  return new ParseFailure(
    'internal',
    {},
    { cause: new Error(`parser ended with ${signal ?? code}: ${jail.stderr}`) },
  )
}

/** Lines of a stream; a line that is never finished is dropped with the child that wrote it. */
async function* readLines(stream: Readable): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of stream.setEncoding('utf8')) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}
