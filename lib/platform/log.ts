import pino from 'pino'
import { logLevel } from './env.ts'
import { processState } from './process-state.ts'
import { REDACTED, redact, SECRET_FIELDS, scrub } from './redact.ts'

export type Logger = pino.Logger

/** One JSON object per line on standard output. Secrets and people's words are taken out by name and by pattern. */
export const log: Logger = processState('log', () => createLogger())

/** @param destination a stream to write to instead of standard output, whatever LOG_LEVEL says; for tests. */
export function createLogger(destination?: pino.DestinationStream): Logger {
  const options: pino.LoggerOptions = {
    level: destination ? 'trace' : logLevel(),
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), log: redact },
    // Fields of a child logger pass no formatter, only these. `err` is already a plain object when it comes here.
    serializers: {
      ...Object.fromEntries(SECRET_FIELDS.map((name) => [name, () => REDACTED])),
      err: (error) => error,
    },
    // The finished line once more: a secret may sit in the middle of a message or a stack.
    hooks: { streamWrite: scrub },
  }
  return destination ? pino(options, destination) : pino(options)
}
