import { pdfjs } from 'react-pdf'

/** Enough for the trailer of most files and the first page of many. */
const FIRST_BYTES = 65_536

/**
 * A PDF that is read in the ranges that are needed. The total comes from Content-Range: the server cannot send a
 * Content-Length, and without one pdf.js would load the whole file before it shows a page.
 *
 * @param url of the file; cookies go with it.
 * @throws Error when the first bytes cannot be had.
 */
export async function openPdfSource(url: string, signal: AbortSignal): Promise<pdfjs.PDFDataRangeTransport> {
  const first = await fetchRange(url, 0, FIRST_BYTES - 1, signal)
  return new RangeSource(url, first.total, first.bytes)
}

class RangeSource extends pdfjs.PDFDataRangeTransport {
  readonly #url: string
  readonly #abort = new AbortController()

  constructor(url: string, total: number, firstBytes: Uint8Array) {
    super(total, firstBytes)
    this.#url = url
  }

  override requestDataRange(begin: number, end: number): void {
    fetchRange(this.#url, begin, end - 1, this.#abort.signal).then(
      ({ bytes }) => this.onDataRange(begin, bytes),
      // pdf.js waits for the range; null tells it that nothing will come.
      () => this.onDataRange(begin, null),
    )
  }

  override abort(): void {
    this.#abort.abort()
  }
}

async function fetchRange(url: string, start: number, end: number, signal: AbortSignal) {
  const response = await fetch(url, { headers: { range: `bytes=${start}-${end}` }, signal })
  if (!response.ok) throw new Error(`The file could not be read (${response.status}).`)
  const bytes = new Uint8Array(await response.arrayBuffer())
  const total = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]
  return { bytes, total: total ? Number(total) : bytes.byteLength }
}
