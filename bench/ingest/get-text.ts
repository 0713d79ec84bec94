/** The yardstick: pdf-parse's own `getText` on one file, in a process of its own. Prints CPU time and peak memory. */
import '#lib/ingestion/parse/child/shims.ts'
import { readFileSync } from 'node:fs'

const { PDFParse } = await import('pdf-parse')
await new PDFParse({ data: new Uint8Array(readFileSync(process.argv[2] ?? '')), verbosity: 0 }).getText()
const { user, system } = process.cpuUsage()
const peakRssBytes = process.resourceUsage().maxRSS * 1024
process.stdout.write(JSON.stringify({ cpuMs: (user + system) / 1000, peakRssBytes }))
