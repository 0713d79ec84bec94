// Statements that one shared session cannot run as they are.
import { buildMessage } from './protocol.ts'

const REFUSED_COPY =
  "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '0A000', MESSAGE = 'COPY FROM STDIN is not supported by the embedded database'; END $$"
const NOTHING = 'DO $$ BEGIN END $$'

export interface InspectedStatement {
  message: Buffer
  listen?: string
  /** null = all channels. */
  unlisten?: string | null
}

/**
 * Looks at a Query or Parse message. COPY FROM STDIN becomes an error, raised by the database itself so that an open
 * transaction fails as it should (PGlite would wait for ever for data). UNLISTEN becomes nothing, because others may
 * listen on the same channel of the same session; the gateway keeps the list of who listens to what.
 */
export function inspectStatement(message: Buffer): InspectedStatement {
  const isParse = message[0] === 0x50
  const sqlStart = isParse ? message.indexOf(0, 5) + 1 : 5
  const sql = message.toString('utf8', sqlStart, message.indexOf(0, sqlStart))
  if (!/stdin|listen/i.test(sql)) return { message }

  const bare = stripComments(sql)
  if (/(?:^|;)\s*copy\s[^;]*\bfrom\s+stdin\b/i.test(bare)) {
    return { message: replaceSql(message, sqlStart, isParse, REFUSED_COPY) }
  }
  const listen = /^\s*(un)?listen\s+("(?:[^"]|"")+"|[\w$]+|\*)\s*;?\s*$/i.exec(bare)
  if (!listen) return { message }
  const channel = toChannel(listen[2] ?? '')
  if (!listen[1]) return { message, listen: channel }
  return {
    message: replaceSql(message, sqlStart, isParse, NOTHING),
    unlisten: channel === '*' ? null : channel,
  }
}

function stripComments(sql: string): string {
  return sql.includes('--') || sql.includes('/*') ? sql.replace(/\/\*[\s\S]*?\*\/|--[^\n]*/g, ' ') : sql
}

function toChannel(identifier: string): string {
  return identifier.startsWith('"') ? identifier.slice(1, -1).replaceAll('""', '"') : identifier.toLowerCase()
}

function replaceSql(message: Buffer, sqlStart: number, isParse: boolean, sql: string): Buffer {
  if (!isParse) return buildMessage('Q', `${sql}\0`)
  return buildMessage('P', message.subarray(5, sqlStart), `${sql}\0`, Buffer.alloc(2))
}
