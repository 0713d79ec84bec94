import { pdfjs } from 'react-pdf'

/** Enough for the trailer of most files and the first page of many. */
const FIRST_BYTES = 65_536
/** Waits before a range that got no answer is asked for again. */
const RETRY_DELAYS_MS = [400, 1500]

/** The file could not be read. `status` is that of the answer, 0 when there was none. */
export class FileUnavailable extends Error {
  readonly status: number

  constructor(status: number) {
    super(`The file could not be read (${status}).`)
    this.name = 'FileUnavailable'
    this.status = status
  }
}

interface SourceOptions {
  readonly signal: AbortSignal
  /** Called when a later part of the file cannot be had. */
  readonly onLost: (error: FileUnavailable) => void
}

/**
 * A PDF that is read in the ranges that are needed. The total comes from Content-Range: the server cannot send a
 * Content-Length, and without one pdf.js would load the whole file before it shows a page.
 *
 * @param url of the file; cookies go with it.
 * @throws FileUnavailable when the first bytes cannot be had.
 */
export async function openPdfSource(
  url: string,
  options: SourceOptions,
): Promise<pdfjs.PDFDataRangeTransport> {
  const first = await fetchRange(url, 0, FIRST_BYTES - 1, options.signal)
  return new RangeSource(url, first, options)
}

class RangeSource extends pdfjs.PDFDataRangeTransport {
  readonly #url: string
  readonly #options: SourceOptions

  constructor(url: string, first: { total: number; bytes: Uint8Array }, options: SourceOptions) {
    super(first.total, first.bytes)
    this.#url = url
    this.#options = options
  }

  override requestDataRange(begin: number, end: number): void {
    const { signal, onLost } = this.#options
    fetchRange(this.#url, begin, end - 1, signal).then(
      ({ bytes }) => this.onDataRange(begin, bytes),
      (error: unknown) => {
        // The viewer is gone: nobody waits any more.
        if (!signal.aborted) onLost(toUnavailable(error))
      },
    )
  }
}

async function fetchRange(url: string, start: number, end: number, signal: AbortSignal) {
  for (const delay of [...RETRY_DELAYS_MS, null]) {
    try {
      return await fetchOnce(url, start, end, signal)
    } catch (error) {
      const { status } = toUnavailable(error)
      const mayHelp = status === 0 || status === 429 || status >= 500
      if (delay === null || !mayHelp || signal.aborted) throw error
      await new Promise((resolve) => setTimeout(resolve, delay))
    }
  }
  throw new FileUnavailable(0)
}

async function fetchOnce(url: string, start: number, end: number, signal: AbortSignal) {
  const response = await fetch(url, { headers: { range: `bytes=${start}-${end}` }, signal })
  if (!response.ok) throw new FileUnavailable(response.status)
  const bytes = new Uint8Array(await response.arrayBuffer())
  const total = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]
  return { bytes, total: total ? Number(total) : bytes.byteLength }
}

export function toUnavailable(error: unknown): FileUnavailable {
  return error instanceof FileUnavailable ? error : new FileUnavailable(0)
}
