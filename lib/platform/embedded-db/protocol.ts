// The few pieces of PostgreSQL's wire protocol (version 3.0; manual, chapter "Frontend/Backend Protocol") that the
// gateway must understand: framing, start-up, names of prepared statements, transaction status, notifications.

/** The first packet of a client is small; anything larger is not a PostgreSQL client. */
export const MAX_STARTUP_BYTES = 10_000
/** Largest message that one PGlite could sensibly hold in its memory. */
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024

const SSL_REQUEST = 80877103
const GSS_REQUEST = 80877104
const CANCEL_REQUEST = 80877102

export type StartupPacket =
  | { kind: 'encryption' }
  | { kind: 'cancel' }
  | { kind: 'startup'; parameters: Map<string, string> }

export class ProtocolViolation extends Error {}

/** One message: type byte, length, body. */
export function buildMessage(type: string, ...parts: (string | Uint8Array)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)))
  const head = Buffer.alloc(5)
  head.write(type, 0, 'latin1')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

export function buildInt32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

export function buildError(severity: 'ERROR' | 'FATAL', sqlState: string, text: string): Buffer {
  return buildMessage('E', `S${severity}\0V${severity}\0C${sqlState}\0M${text}\0\0`)
}

export function buildQuery(sql: string): Buffer {
  return buildMessage('Q', `${sql}\0`)
}

/** Cuts a byte stream, which arrives in pieces of any size, into packets and messages. */
export class FrameReader {
  #pieces: Buffer[] = []
  #length = 0

  push(piece: Buffer): void {
    this.#pieces.push(piece)
    this.#length += piece.length
  }

  /**
   * The next start-up packet (no type byte), or null when more bytes are needed.
   * @throws ProtocolViolation when it says that it is longer than MAX_STARTUP_BYTES.
   */
  takeStartup(): StartupPacket | null {
    const length = this.#peekInt32(0)
    if (length === null) return null
    if (length < 8 || length > MAX_STARTUP_BYTES)
      throw new ProtocolViolation('invalid length of startup packet')
    if (this.#length < length) return null
    return parseStartup(this.#take(length))
  }

  /** The next message with its head, or null when more bytes are needed. */
  takeMessage(): Buffer | null {
    const length = this.#peekInt32(1)
    if (length === null) return null
    if (length < 4 || length > MAX_MESSAGE_BYTES) throw new ProtocolViolation('invalid message length')
    if (this.#length < length + 1) return null
    return this.#take(length + 1)
  }

  #peekInt32(offset: number): number | null {
    if (this.#length < offset + 4) return null
    if ((this.#pieces[0]?.length ?? 0) < offset + 4) this.#join()
    return this.#pieces[0]?.readInt32BE(offset) ?? null
  }

  #take(length: number): Buffer {
    if ((this.#pieces[0]?.length ?? 0) < length) this.#join()
    const first = this.#pieces[0] ?? Buffer.alloc(0)
    this.#length -= length
    if (first.length === length) this.#pieces.shift()
    else this.#pieces[0] = first.subarray(length)
    return first.subarray(0, length)
  }

  #join(): void {
    this.#pieces = [Buffer.concat(this.#pieces)]
  }
}

function parseStartup(packet: Buffer): StartupPacket {
  const code = packet.readInt32BE(4)
  if (code === SSL_REQUEST || code === GSS_REQUEST) return { kind: 'encryption' }
  if (code === CANCEL_REQUEST) return { kind: 'cancel' }
  if (code >> 16 !== 3) throw new ProtocolViolation('unsupported protocol version')
  const words = packet.toString('utf8', 8).split('\0')
  const parameters = new Map<string, string>()
  for (let i = 0; i + 1 < words.length && words[i]; i += 2) parameters.set(words[i] ?? '', words[i + 1] ?? '')
  return { kind: 'startup', parameters }
}

/**
 * Puts `prefix` before the statement's name in Parse, Bind, Describe and Close, so that clients which use the same name
 * do not meet in the one session they share. Unnamed statements stay unnamed: their unit of work is never interrupted.
 */
export function prefixStatement(
  message: Buffer,
  prefix: string,
): { message: Buffer; parsed?: string; closed?: string } {
  const type = String.fromCharCode(message[0] ?? 0)
  if (type === 'P') {
    const end = message.indexOf(0, 5)
    if (end === 5) return { message }
    const name = prefix + message.toString('utf8', 5, end)
    return { message: buildMessage('P', name, message.subarray(end)), parsed: name }
  }
  if (type === 'B') {
    const portalEnd = message.indexOf(0, 5)
    const end = message.indexOf(0, portalEnd + 1)
    if (end === portalEnd + 1) return { message }
    const name = prefix + message.toString('utf8', portalEnd + 1, end)
    return { message: buildMessage('B', message.subarray(5, portalEnd + 1), name, message.subarray(end)) }
  }
  if ((type === 'D' || type === 'C') && message[5] === 0x53 && message[6] !== 0) {
    const name = prefix + message.toString('utf8', 6, message.indexOf(0, 6))
    const renamed = buildMessage(type, `S${name}\0`)
    return type === 'C' ? { message: renamed, closed: name } : { message: renamed }
  }
  return { message }
}

/** Close messages for prepared statements that their client left behind, with the Sync that runs them. */
export function buildCloseStatements(names: Iterable<string>): Buffer {
  return Buffer.concat([...[...names].map((name) => buildMessage('C', `S${name}\0`)), buildMessage('S')])
}

export interface Notification {
  channel: string
  message: Buffer
}

export interface Reply {
  /** What goes back to the client: the output without notifications. */
  chunks: Buffer[]
  notifications: Notification[]
  /** I = idle, T = in a transaction, E = in a failed one; null when the output holds no ReadyForQuery. */
  status: 'I' | 'T' | 'E' | null
  rowsWritten: number
  /** The text of the first error; null when there was none. */
  error: string | null
}

/** Reads what PGlite answered to one unit of work. */
export function readReply(output: Buffer): Reply {
  const reply: Reply = { chunks: [], notifications: [], status: null, rowsWritten: 0, error: null }
  let keptFrom = 0
  let at = 0
  while (at + 5 <= output.length) {
    const end = at + 1 + output.readInt32BE(at + 1)
    const type = output[at]
    if (type === 0x5a) reply.status = readStatus(output[at + 5])
    else if (type === 0x43) reply.rowsWritten += countWritten(output.toString('latin1', at + 5, end - 1))
    else if (type === 0x45) reply.error ??= readErrorText(output.subarray(at + 5, end))
    else if (type === 0x41) {
      if (at > keptFrom) reply.chunks.push(output.subarray(keptFrom, at))
      keptFrom = end
      const message = output.subarray(at, end)
      reply.notifications.push({ channel: message.toString('utf8', 9, message.indexOf(0, 9)), message })
    }
    at = end
  }
  if (output.length > keptFrom) reply.chunks.push(output.subarray(keptFrom))
  return reply
}

function readStatus(byte: number | undefined): Reply['status'] {
  if (byte === 0x54) return 'T'
  return byte === 0x45 ? 'E' : 'I'
}

/** Fields of an ErrorResponse: a letter, its text, zero; M is the message. */
function readErrorText(body: Buffer): string {
  const fields = body.toString('utf8').split('\0')
  return fields.find((field) => field.startsWith('M'))?.slice(1) ?? 'unknown error'
}

function countWritten(commandTag: string): number {
  const match = /^(?:INSERT 0|UPDATE|DELETE|MERGE|COPY) (\d+)$/.exec(commandTag)
  return match ? Number(match[1]) : 0
}
