// One PGlite is one session. This gives it to many clients, one unit of work at a time: a unit is everything that a
// client sends up to Sync or Query, and a client inside a transaction keeps the session until the transaction ends.
import type { PGlite } from '@electric-sql/pglite'
import { buildCloseStatements, buildMessage, buildQuery, type Reply, readReply } from './protocol.ts'

/** The superuser that PGlite starts as; the owner of the tables. */
export const OWNER_USER = 'postgres'

export interface Unit {
  bytes: Uint8Array
  /** Ends with Flush, not Sync: the client goes on, nobody may come between. */
  unfinished: boolean
}

export interface SessionClient {
  readonly user: string
  readonly units: Unit[]
  /** Prepared statements that live in the session for this client. */
  readonly statements: Set<string>
  /** False while the client does not read what it was sent. */
  readonly canReceive: boolean
  receive(reply: Reply): void
  /** Ends the connection with a FATAL error. */
  fail(sqlState: string, text: string): void
}

export interface SessionStats {
  units: number
  forcedRollbacks: number
  rowsWritten: number
  lastWriteAt: number
}

export interface SharedSessionOptions {
  db: PGlite
  idleInTransactionMs: number
  /** PGlite itself is broken (a trap in WebAssembly): the process has to be replaced. */
  onCrash: (error: unknown) => void
}

export class SharedSession {
  readonly stats: SessionStats = { units: 0, forcedRollbacks: 0, rowsWritten: 0, lastWriteAt: 0 }
  readonly #options: SharedSessionOptions
  readonly #ready = new Set<SessionClient>()
  readonly #abandonedStatements = new Set<string>()
  #holder: SessionClient | null = null
  #holderIsUnfinished = false
  #currentUser = OWNER_USER
  #lastClient: SessionClient | null = null
  #isStepping = false
  #idleTimer: NodeJS.Timeout | undefined

  constructor(options: SharedSessionOptions) {
    this.#options = options
  }

  /** Whether nobody waits and no transaction is open. */
  get isIdle(): boolean {
    return this.#holder === null && this.#ready.size === 0
  }

  submit(client: SessionClient, unit: Unit): void {
    client.units.push(unit)
    this.wake(client)
  }

  /** To be called when a client can receive again. */
  wake(client: SessionClient): void {
    if (client.units.length === 0 || !client.canReceive) return
    this.#ready.add(client)
    this.#startStepping()
  }

  /** The client is gone: its transaction is rolled back and its prepared statements are removed. */
  forget(client: SessionClient): void {
    this.#ready.delete(client)
    client.units.length = 0
    for (const name of client.statements) this.#abandonedStatements.add(name)
    client.statements.clear()
    if (this.#holder === client) this.#rollBackHolder()
    if (this.#lastClient === client) this.#lastClient = null
    this.#startStepping()
  }

  /**
   * Runs SQL as the owner in its turn between the clients.
   * @throws Error with the database's message.
   */
  run(sql: string): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const client: SessionClient = {
        user: OWNER_USER,
        units: [],
        statements: new Set(),
        canReceive: true,
        receive: (reply) => (reply.error === null ? resolve(reply) : reject(new Error(reply.error))),
        fail: (_sqlState, text) => reject(new Error(text)),
      }
      this.submit(client, { bytes: buildQuery(sql), unfinished: false })
    })
  }

  stop(): void {
    clearTimeout(this.#idleTimer)
    this.#ready.clear()
    if (this.#holder) this.#rollBackHolder()
  }

  #startStepping(): void {
    if (this.#isStepping) return
    this.#isStepping = true
    setImmediate(() => this.#step())
  }

  #step(): void {
    const client = this.#nextClient()
    const unit = client?.units.shift()
    if (!client || !unit) {
      this.#isStepping = false
      return
    }
    // Behind all that wait already: turns go round.
    this.#ready.delete(client)
    if (client.units.length > 0) this.#ready.add(client)
    this.#runUnit(client, unit)
    // Sockets are served between two units of work.
    setImmediate(() => this.#step())
  }

  #nextClient(): SessionClient | undefined {
    if (this.#holder)
      return this.#ready.has(this.#holder) && this.#holder.canReceive ? this.#holder : undefined
    for (const client of this.#ready) {
      if (client.canReceive) return client
      this.#ready.delete(client)
    }
    return undefined
  }

  #runUnit(client: SessionClient, unit: Unit): void {
    clearTimeout(this.#idleTimer)
    this.stats.units++
    try {
      if (this.#holder === null) {
        this.#removeAbandonedStatements()
        if (this.#lastClient !== client && !this.#enter(client)) return
      }
      const reply = readReply(this.#send(unit.bytes))
      if (reply.rowsWritten > 0) {
        this.stats.rowsWritten += reply.rowsWritten
        this.stats.lastWriteAt = Date.now()
      }
      const keepsTurn = unit.unfinished || (reply.status !== null && reply.status !== 'I')
      this.#holder = keepsTurn ? client : null
      this.#holderIsUnfinished = keepsTurn && unit.unfinished
      if (keepsTurn) this.#armIdleTimer(client)
      client.receive(reply)
    } catch (error) {
      this.#holder = null
      client.fail('XX000', 'the embedded database failed')
      this.#options.onCrash(error)
    }
  }

  /** Gives the session to another client than before: nothing that the last one SET may be seen by the next. */
  #enter(client: SessionClient): boolean {
    this.#lastClient = client
    this.#send(buildQuery('RESET ALL'))
    if (this.#currentUser === client.user) return true
    // Without it every client would be PGlite's superuser, for whom row-level security does not exist.
    const sql = `SET SESSION AUTHORIZATION "${client.user.replaceAll('"', '""')}"`
    if (readReply(this.#send(buildQuery(sql))).error !== null) {
      client.fail('28000', `role "${client.user}" does not exist: the migrations have not run`)
      return false
    }
    this.#currentUser = client.user
    return true
  }

  #armIdleTimer(client: SessionClient): void {
    this.#idleTimer = setTimeout(() => {
      if (this.#holder !== client) return
      this.stats.forcedRollbacks++
      this.#rollBackHolder()
      client.fail('25P03', 'terminating connection due to idle-in-transaction timeout')
      this.#startStepping()
    }, this.#options.idleInTransactionMs)
  }

  #rollBackHolder(): void {
    clearTimeout(this.#idleTimer)
    try {
      if (this.#holderIsUnfinished) this.#send(buildMessage('S'))
      this.#send(buildQuery('ROLLBACK'))
    } catch (error) {
      this.#options.onCrash(error)
    }
    this.#holder = null
    this.#holderIsUnfinished = false
  }

  #removeAbandonedStatements(): void {
    if (this.#abandonedStatements.size === 0) return
    this.#send(buildCloseStatements(this.#abandonedStatements))
    this.#abandonedStatements.clear()
  }

  #send(bytes: Uint8Array): Buffer {
    const output = this.#options.db.execProtocolRawSync(bytes)
    // A copy: PGlite writes its next answer into the same memory.
    return Buffer.from(output)
  }
}
