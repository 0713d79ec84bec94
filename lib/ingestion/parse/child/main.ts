import './shims.ts'
import { readFile } from 'node:fs/promises'
import { inspect } from 'node:util'
import type { MediaType } from '#lib/documents/schema.ts'
import { type Message, toPageMessage } from '#lib/ingestion/parse/messages.ts'
import { ParseFailure } from '#lib/ingestion/parse/parsed-page.ts'
import { toParseFailure } from './failures.ts'

const [mode, path = '', mediaType, maxPages] = process.argv.slice(2)

try {
  await run()
  const { user, system } = process.cpuUsage()
  await send({
    type: 'done',
    cpuMs: (user + system) / 1000,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  })
} catch (error) {
  const { code, detail } = toParseFailure(error)
  if (code === 'internal') process.stderr.write(`${inspect(error)}\n`)
  await send({ type: 'fail', code, detail })
}
process.exit(0)

async function run(): Promise<void> {
  const data = await readFile(path)
  if (data.length === 0) throw new ParseFailure('empty')
  if (mediaType !== 'application/pdf') {
    const { extractText } = await import('./extract-text.ts')
    const { pages } = extractText(data, mediaType as MediaType)
    await send({ type: 'open', pageCount: pages.length })
    if (mode === 'parse') for (const page of pages) await send(toPageMessage(page))
    return
  }
  // Each kind of file loads only its own parser: starting is most of the cost of a small one.
  const { openPdf } = await import('./pdf-document.ts')
  const document = await openPdf(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  await send({ type: 'open', pageCount: document.numPages })
  const limit = Number(maxPages)
  if (mode !== 'parse') return
  if (document.numPages > limit) throw new ParseFailure('too_many_pages', { pages: document.numPages, limit })
  const { extractPdf } = await import('./extract-pdf.ts')
  for await (const page of extractPdf(document)) await send(toPageMessage(page))
}

/**
 * Waits until the pipe has taken it: a slow parent holds the child back instead of filling memory, and nothing is lost
 * when the process exits.
 */
function send(message: Message): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(`${JSON.stringify(message)}\n`, (error) => (error ? reject(error) : resolve()))
  })
}
