// One client of the gateway: from its start-up packet to its goodbye.
import { createHash, timingSafeEqual } from 'node:crypto'
import type net from 'node:net'
import {
  buildError,
  buildInt32,
  buildMessage,
  FrameReader,
  type Notification,
  ProtocolViolation,
  prefixStatement,
  type Reply,
} from './protocol.ts'
import type { SessionClient, SharedSession, Unit } from './shared-session.ts'
import { inspectStatement } from './statements.ts'

const AUTHENTICATION_TIMEOUT_MS = 10_000
/** A client that has this much of our output unread gets no further turn until it reads. */
const MAX_UNREAD_BYTES = 1024 * 1024
/** A client that has this much work waiting is not read from until its turn has come. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024

interface ConnectionOptions {
  id: number
  socket: net.Socket
  session: SharedSession
  passwords: ReadonlyMap<string, string>
  greeting: Buffer
  isFull(): boolean
  broadcast(notification: Notification): void
  onClose(): void
}

export class Connection implements SessionClient {
  readonly units: Unit[] = []
  readonly statements = new Set<string>()
  user = ''
  readonly #options: ConnectionOptions
  readonly #socket: net.Socket
  readonly #reader = new FrameReader()
  readonly #channels = new Set<string>()
  #phase: 'startup' | 'password' | 'ready' | 'ended' = 'startup'
  #batch: Buffer[] = []
  #waitingBytes = 0
  #isLeaving = false
  readonly #authenticationTimer: NodeJS.Timeout

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#socket = options.socket
    this.#authenticationTimer = setTimeout(() => this.destroy(), AUTHENTICATION_TIMEOUT_MS)
    this.#socket.setNoDelay(true)
    this.#socket.on('data', (piece: Buffer) => this.#onData(piece))
    this.#socket.on('drain', () => options.session.wake(this))
    this.#socket.on('error', () => this.destroy())
    this.#socket.on('close', () => this.#onClose())
  }

  get canReceive(): boolean {
    return this.#socket.writableLength < MAX_UNREAD_BYTES
  }

  receive(reply: Reply): void {
    this.#afterUnit()
    for (const chunk of reply.chunks) this.#write(chunk)
    for (const notification of reply.notifications) this.#options.broadcast(notification)
    this.#leaveWhenDone()
  }

  notify({ channel, message }: Notification): void {
    if (this.#channels.has(channel)) this.#write(message)
  }

  fail(sqlState: string, text: string): void {
    if (this.#phase === 'ended') return
    this.#phase = 'ended'
    clearTimeout(this.#authenticationTimer)
    this.#socket.end(buildError('FATAL', sqlState, text))
    this.#options.session.forget(this)
  }

  destroy(): void {
    this.#socket.destroy()
  }

  #onData(piece: Buffer): void {
    this.#reader.push(piece)
    try {
      while (this.#phase !== 'ended' && this.#advance()) {}
    } catch (error) {
      if (!(error instanceof ProtocolViolation)) throw error
      // Not a PostgreSQL client: no answer, nothing kept.
      if (this.#phase === 'startup') this.destroy()
      else this.fail('08P01', error.message)
    }
  }

  /** Handles the next packet or message; false when more bytes are needed. */
  #advance(): boolean {
    if (this.#phase === 'startup') return this.#readStartup()
    const message = this.#reader.takeMessage()
    if (!message) return false
    if (this.#phase === 'password') this.#checkPassword(message)
    else this.#onMessage(message)
    return true
  }

  #readStartup(): boolean {
    const packet = this.#reader.takeStartup()
    if (!packet) return false
    if (packet.kind === 'encryption') this.#write(Buffer.from('N'))
    else if (packet.kind === 'cancel') this.destroy()
    else if (this.#options.isFull()) this.fail('53300', 'sorry, too many clients already')
    else {
      this.user = packet.parameters.get('user') ?? ''
      this.#phase = 'password'
      // In clear text: it never leaves the loopback interface.
      this.#write(buildMessage('R', buildInt32(3)))
    }
    return packet.kind !== 'cancel'
  }

  #checkPassword(message: Buffer): void {
    const expected = this.#options.passwords.get(this.user)
    const given = message.toString('utf8', 5, message.length - 1)
    const isRight = equalsSecret(given, expected ?? '') && expected !== undefined
    if (message[0] !== 0x70 || !isRight) {
      this.fail('28P01', `password authentication failed for user "${this.user}"`)
      return
    }
    clearTimeout(this.#authenticationTimer)
    this.#phase = 'ready'
    const keyData = buildMessage('K', buildInt32(this.#options.id), buildInt32(0))
    this.#write(Buffer.concat([this.#options.greeting, keyData, buildMessage('Z', 'I')]))
  }

  #onMessage(message: Buffer): void {
    const type = String.fromCharCode(message[0] ?? 0)
    if (type === 'X') {
      this.#isLeaving = true
      this.#leaveWhenDone()
      return
    }
    if (this.#isLeaving) return
    // The rest of a refused COPY.
    if (type === 'd' || type === 'c' || type === 'f') return
    this.#batch.push(this.#prepare(type, message))
    if (type === 'Q' || type === 'S' || type === 'F' || type === 'H') this.#submitBatch(type === 'H')
  }

  #prepare(type: string, message: Buffer): Buffer {
    const inspected = type === 'Q' || type === 'P' ? inspectStatement(message) : { message }
    if (inspected.listen !== undefined) this.#channels.add(inspected.listen)
    if (inspected.unlisten === null) this.#channels.clear()
    else if (inspected.unlisten !== undefined) this.#channels.delete(inspected.unlisten)

    const renamed = prefixStatement(inspected.message, `c${this.#options.id}_`)
    if (renamed.parsed) this.statements.add(renamed.parsed)
    if (renamed.closed) this.statements.delete(renamed.closed)
    return renamed.message
  }

  #submitBatch(unfinished: boolean): void {
    const bytes = Buffer.concat(this.#batch)
    this.#batch = []
    this.#waitingBytes += bytes.length
    if (this.#waitingBytes > MAX_WAITING_BYTES) this.#socket.pause()
    this.#options.session.submit(this, { bytes, unfinished })
  }

  #afterUnit(): void {
    this.#waitingBytes = this.units.reduce((sum, unit) => sum + unit.bytes.length, 0)
    if (this.#waitingBytes <= MAX_WAITING_BYTES && this.#socket.isPaused()) this.#socket.resume()
  }

  /** What was sent before the goodbye is still done. */
  #leaveWhenDone(): void {
    if (this.#isLeaving && this.units.length === 0) this.#socket.end()
  }

  #write(bytes: Buffer): void {
    if (this.#socket.writable) this.#socket.write(bytes)
  }

  #onClose(): void {
    clearTimeout(this.#authenticationTimer)
    this.#phase = 'ended'
    this.#options.session.forget(this)
    this.#options.onClose()
  }
}

function equalsSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
