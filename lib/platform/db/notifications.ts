import pg from 'pg'
import { log } from '#lib/platform/log.ts'
import { processState } from '#lib/platform/process-state.ts'
import { connectionConfig } from './client.ts'
import type { Tx } from './doors.ts'

export type NotificationHandler = (payload: string) => void

const FIRST_RETRY_MS = 100
const MAX_RETRY_MS = 2_000

/**
 * Calls `handler` for each message on `channel`, on one connection per process that comes back by itself. Messages sent
 * while it was away are lost: what must not be missed stands in a row as well.
 *
 * @returns a function that stops listening.
 */
export async function listen(channel: string, handler: NotificationHandler): Promise<() => void> {
  assertChannel(channel)
  return listener().add(channel, handler)
}

/**
 * Sends a message when (and only if) the door's transaction commits.
 * @param payload under 8,000 bytes; ids, not content.
 */
export async function notify(tx: Tx, channel: string, payload: string): Promise<void> {
  assertChannel(channel)
  await tx.$executeRaw`SELECT pg_notify(${channel}::text, ${payload}::text)`
}

/** Ends the listening connection. For shutdown and tests. */
export function closeListener(): Promise<void> {
  return listener().close()
}

function listener(): Listener {
  return processState('db.listener', () => new Listener())
}

/** Channel names go into LISTEN as they are. */
function assertChannel(channel: string): void {
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(channel)) throw new Error(`not a channel name: ${channel}`)
}

class Listener {
  readonly #handlers = new Map<string, Set<NotificationHandler>>()
  #client: pg.Client | null = null
  #connecting: Promise<pg.Client> | null = null
  #retryMs = FIRST_RETRY_MS
  #retryTimer: NodeJS.Timeout | undefined

  async add(channel: string, handler: NotificationHandler): Promise<() => void> {
    const handlers = this.#handlers.get(channel) ?? new Set()
    const isFirst = handlers.size === 0
    handlers.add(handler)
    this.#handlers.set(channel, handlers)
    const client = await this.#connected()
    if (isFirst) await client.query(`LISTEN ${channel}`)
    return () => this.#remove(channel, handler)
  }

  async close(): Promise<void> {
    clearTimeout(this.#retryTimer)
    this.#handlers.clear()
    const client = this.#client
    this.#client = null
    await client?.end().catch(() => undefined)
  }

  #remove(channel: string, handler: NotificationHandler): void {
    const handlers = this.#handlers.get(channel)
    handlers?.delete(handler)
    if (handlers?.size !== 0) return
    this.#handlers.delete(channel)
    this.#client?.query(`UNLISTEN ${channel}`).catch(() => undefined)
  }

  #connected(): Promise<pg.Client> {
    if (this.#client) return Promise.resolve(this.#client)
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = null
    })
    return this.#connecting
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({ ...connectionConfig('footnote-listen'), keepAlive: true })
    client.on('error', ({ message }) =>
      log.warn({ reason: message }, 'the listening database connection was lost'),
    )
    client.on('end', () => this.#onEnd(client))
    client.on('notification', ({ channel, payload }) => {
      for (const handler of this.#handlers.get(channel) ?? []) handler(payload ?? '')
    })
    await client.connect()
    for (const channel of this.#handlers.keys()) await client.query(`LISTEN ${channel}`)
    this.#client = client
    this.#retryMs = FIRST_RETRY_MS
    return client
  }

  #onEnd(client: pg.Client): void {
    if (this.#client !== client) return
    this.#client = null
    this.#scheduleReconnect()
  }

  #scheduleReconnect(): void {
    if (this.#handlers.size === 0) return
    this.#retryTimer = setTimeout(() => {
      this.#connected().catch(() => this.#scheduleReconnect())
    }, this.#retryMs)
    this.#retryMs = Math.min(MAX_RETRY_MS, this.#retryMs * 2)
  }
}
