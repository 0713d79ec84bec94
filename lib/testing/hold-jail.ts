/** Starts the parser's child on a file, prints its pid and waits to be killed. For the test of its lifeline. */
import { startJail } from '#lib/ingestion/parse/jail.ts'

const file = process.argv[2] ?? ''
const jail = startJail(file, ['parse', file, 'application/pdf', '10'])
process.stdout.write(`${jail.pid}\n`)
await jail.exited
