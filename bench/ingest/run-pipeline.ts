import { toRects } from '#lib/documents/geometry/index.ts'
import { detectFile } from '#lib/ingestion/detect/index.ts'
import { type ParsedPage, ParseFailure, type ParseReport, parseFile } from '#lib/ingestion/parse/index.ts'
import type { Entry, Fact } from './corpus.ts'

export interface Outcome {
  status: 'ok' | 'error'
  code?: string
  ms: number
  cpuMs?: number
  peakRssMB?: number
  flags: string[]
  pages: ParsedPage[]
}

export interface Cite {
  page: number
  rects: number[][]
  unit: 'pt'
}

/** One file through detect and parse as the worker runs them. */
export async function runPipeline({ path, mediaType }: Entry): Promise<Outcome> {
  const startedAt = performance.now()
  const pages: ParsedPage[] = []
  const { signal } = new AbortController()
  const ms = () => performance.now() - startedAt
  try {
    await detectFile({ path, mediaType }, signal)
    const report: ParseReport = await parseFile({ path, mediaType }, (page) => void pages.push(page), signal)
    return {
      status: 'ok',
      ms: ms(),
      cpuMs: report.cpuMs,
      peakRssMB: report.peakRssBytes / 1e6,
      flags: report.garbledPages.length > 0 ? ['garbled-text'] : [],
      pages,
    }
  } catch (error) {
    if (!(error instanceof ParseFailure)) throw error
    return { status: 'error', code: error.code.replaceAll('_', '-'), ms: ms(), flags: [], pages: [] }
  }
}

/** Where a quote stands on a page; null when it does not. Found after folding to letters and digits. */
export function findQuote(page: ParsedPage, quote: string): Cite | null {
  const text = fold(page.text)
  const wanted = fold(quote).text
  const at = text.text.indexOf(wanted)
  const start = text.offsets[at]
  const last = text.offsets[at + wanted.length - 1]
  if (at < 0 || start === undefined || last === undefined) return null
  const { width, height } = page
  const rects = toRects(page.runs ?? [], start, last + 1).map(([x, y, w, h]) => [
    x * width,
    y * height,
    (x + w) * width,
    (y + h) * height,
  ])
  return { page: page.number, rects, unit: 'pt' }
}

/** Ways in which an outcome is not the one that the corpus asks for. */
export function findFaults(entry: Entry, outcome: Outcome): string[] {
  return entry.kind === 'good' ? faultsOfGood(entry, outcome) : faultsOfNasty(entry, outcome)
}

function faultsOfGood(entry: Entry, { status, code, pages }: Outcome): string[] {
  if (entry.needs === 'ocr') return code === 'no-text' ? [] : [`expected no-text, got ${code ?? status}`]
  if (status === 'error') return [`error ${code}`]
  const faults: string[] = []
  if (entry.pages != null && pages.length !== entry.pages)
    faults.push(`${pages.length} pages instead of ${entry.pages}`)
  for (const fact of entry.facts ?? [])
    if (!isFactFound(fact, pages)) faults.push(`fact ${fact.id} is not on its page`)
  return faults
}

function isFactFound({ page, quote }: Fact, pages: readonly ParsedPage[]): boolean {
  const candidates = page == null ? pages : pages.filter((candidate) => candidate.number === page)
  return candidates.some((candidate) => findQuote(candidate, quote) !== null)
}

function faultsOfNasty({ expect }: Entry, outcome: Outcome): string[] {
  if (!expect) return []
  const { status, code = '', pages, ms, peakRssMB = 0, flags } = outcome
  const faults: string[] = []
  if (expect.outcome !== 'ok-or-error' && expect.outcome !== status)
    faults.push(`expected ${expect.outcome}, got ${code || status}`)
  if (status === 'error' && expect.codes && !expect.codes.includes(code))
    faults.push(`code ${code} instead of ${expect.codes.join(' or ')}`)
  const text = fold(pages.map((page) => page.text).join('\n')).text
  const wanted = expect.mustContain ?? expect.mustContainIfOk
  if (status === 'ok' && wanted && !text.includes(fold(wanted).text)) faults.push(`lacks "${wanted}"`)
  if (status === 'ok' && expect.flag && !flags.includes(expect.flag)) faults.push(`no flag ${expect.flag}`)
  if (expect.maxMs && ms > expect.maxMs) faults.push(`took ${Math.round(ms)} ms`)
  if (expect.maxRssMB && peakRssMB > expect.maxRssMB) faults.push(`used ${Math.round(peakRssMB)} MB`)
  return faults
}

function fold(source: string): { text: string; offsets: number[] } {
  let text = ''
  const offsets: number[] = []
  for (let i = 0; i < source.length; i++) {
    const folded = source
      .charAt(i)
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '')
    for (const unit of folded.split('')) {
      text += unit
      offsets.push(i)
    }
  }
  return { text, offsets }
}
