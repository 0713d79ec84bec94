import { once } from 'node:events'
import net from 'node:net'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Gateway, startGateway } from './gateway.ts'
import { buildMessage } from './protocol.ts'

const PASSWORDS = new Map([
  ['postgres', 'owner-secret'],
  ['app', 'app-secret'],
])
const IDLE_MS = 300
/** For a machine that is busy with something else. */
const PATIENCE = { timeout: 10_000 }

let db: PGlite
let gateway: Gateway
const clients: pg.Client[] = []

beforeAll(async () => {
  db = await PGlite.create()
  await db.exec(`
    CREATE ROLE app LOGIN;
    CREATE TABLE note (id int PRIMARY KEY, text text);
    CREATE TABLE shared (id int); GRANT SELECT ON shared TO app;`)
  gateway = await startGateway({ db, passwords: PASSWORDS, idleInTransactionMs: IDLE_MS })
}, 60_000)
afterAll(async () => {
  await gateway.stop()
  await db.close()
})
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.end().catch(() => undefined)))
})

async function connect(user = 'postgres', password = PASSWORDS.get(user)): Promise<pg.Client> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: gateway.port,
    user,
    password,
    database: 'postgres',
  })
  client.on('error', () => undefined)
  await client.connect()
  clients.push(client)
  return client
}

async function openSocket(): Promise<net.Socket> {
  const socket = net.connect(gateway.port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

function buildStartup(parameters: Record<string, string>): Buffer {
  const words = `${Object.entries(parameters).flat().join('\0')}\0\0`
  const head = Buffer.alloc(8)
  head.writeInt32BE(8 + Buffer.byteLength(words), 0)
  head.writeInt32BE(196608, 4)
  return Buffer.concat([head, Buffer.from(words)])
}

/** Everything the server sends until `pattern` has been seen. */
async function readUntil(socket: net.Socket, pattern: RegExp): Promise<string> {
  let text = ''
  for await (const piece of socket.iterator({ destroyOnReturn: false })) {
    text += piece.toString('latin1')
    if (pattern.test(text)) return text
  }
  return text
}

describe('logging in', () => {
  it('accepts the right password and serves queries', async () => {
    const client = await connect()
    expect((await client.query('SELECT $1::int + 1 AS n', [41])).rows).toEqual([{ n: 42 }])
  })

  it('refuses a wrong password and an unknown user with the same code', async () => {
    await expect(connect('postgres', 'wrong')).rejects.toMatchObject({ code: '28P01' })
    await expect(connect('nobody', 'x')).rejects.toMatchObject({ code: '28P01' })
  })

  it('runs nothing before the password', async () => {
    const socket = await openSocket()
    socket.write(buildStartup({ user: 'postgres' }))
    await readUntil(socket, /R/)
    socket.write(buildMessage('Q', 'CREATE TABLE smuggled (id int)\0'))
    expect(await readUntil(socket, /28P01/)).toContain('28P01')
    const client = await connect()
    expect((await client.query("SELECT to_regclass('smuggled') AS t")).rows).toEqual([{ t: null }])
  })

  it('drops a start-up packet that says it is longer than 10,000 bytes', async () => {
    const socket = await openSocket()
    const head = Buffer.alloc(8)
    head.writeInt32BE(10_001, 0)
    head.writeInt32BE(196608, 4)
    socket.write(head)
    await once(socket.resume(), 'close')
    expect(socket.bytesRead).toBe(0)
  })

  it('drops a client that speaks HTTP', async () => {
    const socket = await openSocket()
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n')
    await once(socket.resume(), 'close')
    expect(socket.bytesRead).toBe(0)
  })

  it('understands packets that arrive one byte at a time', async () => {
    const socket = await openSocket()
    socket.setNoDelay(true)
    const bytes = Buffer.concat([
      buildStartup({ user: 'postgres' }),
      buildMessage('p', 'owner-secret\0'),
      buildMessage('Q', "SELECT 'in pieces' AS t\0"),
    ])
    for (const byte of bytes) {
      socket.write(Buffer.from([byte]))
      await new Promise(setImmediate)
    }
    expect(await readUntil(socket, /in pieces[\s\S]*Z/)).toContain('in pieces')
    socket.destroy()
  })

  it('understands many messages in one packet, and answers in order', async () => {
    const socket = await openSocket()
    const queries = Array.from({ length: 50 }, (_, i) => buildMessage('Q', `SELECT 'row-${i}' AS t\0`))
    socket.write(
      Buffer.concat([buildStartup({ user: 'postgres' }), buildMessage('p', 'owner-secret\0'), ...queries]),
    )
    const text = await readUntil(socket, /row-49/)
    expect([...text.matchAll(/row-(\d+)/g)].map((match) => Number(match[1]))).toEqual(
      Array.from({ length: 50 }, (_, i) => i),
    )
    socket.destroy()
  })
})

describe('clients beside each other', () => {
  it('may use the same name for different prepared statements', async () => {
    const [one, two] = [await connect(), await connect()]
    const [a, b] = await Promise.all([
      one.query({ name: 'same', text: 'SELECT $1::int AS n', values: [1] }),
      two.query({ name: 'same', text: 'SELECT $1::text AS t', values: ['x'] }),
    ])
    expect([a.rows, b.rows]).toEqual([[{ n: 1 }], [{ t: 'x' }]])
    expect((await one.query({ name: 'same', text: 'SELECT $1::int AS n', values: [2] })).rows).toEqual([
      { n: 2 },
    ])
  })

  it('leave no prepared statement behind', async () => {
    const watcher = await connect()
    const client = await connect()
    await client.query({ name: 'left', text: 'SELECT 1', values: [] })
    await client.end()
    await vi.waitFor(async () => {
      const { rows } = await watcher.query("SELECT name FROM pg_prepared_statements WHERE name LIKE '%left'")
      expect(rows).toEqual([])
    }, PATIENCE)
  })

  it('wait while another one is in a transaction, and see it whole', async () => {
    const [writer, reader] = [await connect(), await connect()]
    await writer.query('BEGIN')
    await writer.query("INSERT INTO note VALUES (1, 'first')")
    const read = reader.query('SELECT count(*)::int AS n FROM note WHERE id IN (1, 2)')
    await writer.query("INSERT INTO note VALUES (2, 'second')")
    await writer.query('COMMIT')
    expect((await read).rows).toEqual([{ n: 2 }])
  })

  it('take turns: one with a long line of queries does not hold up the others', async () => {
    const other = await connect()
    const socket = await openSocket()
    let answers = 0
    socket.on('data', (piece) => {
      answers += piece.toString('latin1').split('SELECT 7').length - 1
    })
    const query = buildMessage('Q', 'SELECT generate_series(1, 7)\0')
    socket.write(Buffer.concat([buildStartup({ user: 'postgres' }), buildMessage('p', 'owner-secret\0')]))
    socket.write(Buffer.concat(Array.from({ length: 500 }, () => query)))
    await vi.waitFor(() => expect(answers).toBeGreaterThan(0), { ...PATIENCE, interval: 1 })
    await other.query('SELECT 1')
    expect(answers).toBeLessThan(400)
    await vi.waitFor(() => expect(answers).toBe(500), PATIENCE)
    socket.destroy()
  })

  it('get done what they sent before they said goodbye', async () => {
    const holder = await connect()
    await holder.query('BEGIN')
    const socket = await openSocket()
    const login = [buildStartup({ user: 'postgres' }), buildMessage('p', 'owner-secret\0')]
    const insert = buildMessage('Q', "INSERT INTO note VALUES (5, 'parting')\0")
    socket.write(Buffer.concat([...login, insert, buildMessage('X')]))
    await readUntil(socket, /Z/)
    await holder.query('COMMIT')
    await once(socket.resume(), 'close')
    expect((await holder.query('SELECT text FROM note WHERE id = 5')).rows).toEqual([{ text: 'parting' }])
  })

  it('are rolled back when they are killed in the middle of a transaction', async () => {
    const victim = await connect()
    await victim.query('BEGIN')
    await victim.query("INSERT INTO note VALUES (10, 'lost')")
    // As the kernel does for a killed process.
    const stream: unknown = Reflect.get(Reflect.get(victim, 'connection'), 'stream')
    if (!(stream instanceof net.Socket)) throw new Error('pg changed')
    stream.destroy()
    const client = await connect()
    expect((await client.query('SELECT * FROM note WHERE id = 10')).rows).toEqual([])
  })

  it('are rolled back and told so when they do nothing inside a transaction', async () => {
    const sleeper = await connect()
    const fatal = once(sleeper, 'error')
    await sleeper.query('BEGIN')
    await sleeper.query("INSERT INTO note VALUES (20, 'lost')")
    expect((await fatal)[0]).toMatchObject({ code: '25P03' })
    const client = await connect()
    expect((await client.query('SELECT * FROM note WHERE id = 20')).rows).toEqual([])
  })

  it('stay usable after an error in a transaction', async () => {
    const client = await connect()
    await client.query('BEGIN')
    await expect(client.query('SELECT 1/0')).rejects.toMatchObject({ code: '22012' })
    await expect(client.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' })
    await client.query('ROLLBACK')
    expect((await client.query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }])
  })
})

describe('rights', () => {
  it('are those of the user who logged in, whoever was there before', async () => {
    const [owner, app] = [await connect(), await connect('app')]
    for (let i = 0; i < 5; i++) {
      const [asOwner, asApp] = await Promise.allSettled([
        owner.query('SELECT session_user::text AS u FROM note LIMIT 0'),
        app.query('SELECT * FROM note'),
      ])
      expect(asOwner.status).toBe('fulfilled')
      expect(asApp).toMatchObject({ status: 'rejected', reason: { code: '42501' } })
    }
    expect(
      (await app.query('SELECT current_user::text AS u FROM shared RIGHT JOIN (VALUES (1)) v ON true')).rows,
    ).toEqual([{ u: 'app' }])
  })

  it('do not change in the middle of a transaction of another user', async () => {
    const [owner, app] = [await connect(), await connect('app')]
    await owner.query('BEGIN')
    const denied = expect(app.query('SELECT * FROM note')).rejects.toMatchObject({ code: '42501' })
    expect((await owner.query('SELECT current_user::text AS u')).rows).toEqual([{ u: 'postgres' }])
    await owner.query('COMMIT')
    await denied
  })
})

describe('settings', () => {
  it('of one client are not seen by another', async () => {
    const [one, two] = [await connect(), await connect()]
    await one.query(
      "SELECT set_config('app.workspace_id', 'one', false), set_config('TimeZone', 'Asia/Tokyo', false)",
    )
    const { rows } = await two.query(
      "SELECT coalesce(current_setting('app.workspace_id', true), '') AS workspace, current_setting('TimeZone') AS zone",
    )
    expect(rows).toEqual([{ workspace: '', zone: 'UTC' }])
  })

  it('stay as long as their transaction', async () => {
    const [one, two] = [await connect(), await connect()]
    await one.query('BEGIN')
    await one.query("SET LOCAL app.workspace_id = 'one'")
    const waiting = two.query('SELECT 1')
    expect((await one.query("SELECT current_setting('app.workspace_id') AS w")).rows).toEqual([{ w: 'one' }])
    await one.query('COMMIT')
    await waiting
  })
})

describe('what one session cannot do', () => {
  it.each([
    'COPY note FROM STDIN',
    '/* from a dump */ copy note (id, text) from stdin;',
    'SELECT 1; -- then\nCOPY note FROM STDIN',
  ])('refuses %s', async (sql) => {
    const client = await connect()
    await expect(client.query(sql)).rejects.toMatchObject({ code: '0A000' })
    expect((await client.query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }])
  })

  it('fails the open transaction with the refused COPY', async () => {
    const client = await connect()
    await client.query('BEGIN')
    await expect(client.query({ text: 'COPY note FROM STDIN', values: [] })).rejects.toMatchObject({
      code: '0A000',
    })
    await expect(client.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' })
    await client.query('ROLLBACK')
  })

  it('takes the word "copy … from stdin" as text where it is text', async () => {
    const client = await connect()
    const { rows } = await client.query('SELECT $1::text AS t', ['; copy note from stdin'])
    expect(rows).toEqual([{ t: '; copy note from stdin' }])
  })
})

describe('notifications', () => {
  it('reach those who listen to the channel, after the commit, and nobody else', async () => {
    const [one, two, other, sender] = [await connect(), await connect(), await connect(), await connect()]
    const heard: string[] = []
    for (const [name, client, channel] of [
      ['one', one, 'news'],
      ['two', two, 'news'],
      ['other', other, '"Elsewhere"'],
    ] as const) {
      client.on('notification', ({ channel, payload }) => heard.push(`${name} ${channel} ${payload}`))
      await client.query(`LISTEN ${channel}`)
    }
    await sender.query('BEGIN')
    await sender.query("SELECT pg_notify('news', 'x')")
    expect(heard).toEqual([])
    await sender.query('COMMIT')
    await vi.waitFor(() => expect(heard.sort()).toEqual(['one news x', 'two news x']), PATIENCE)
  })

  it('go on for one listener when another one stops', async () => {
    const [one, two, sender] = [await connect(), await connect(), await connect()]
    const heard: string[] = []
    one.on('notification', ({ payload }) => heard.push(`one ${payload}`))
    two.on('notification', ({ payload }) => heard.push(`two ${payload}`))
    await one.query('LISTEN topic')
    await two.query('LISTEN topic')
    await one.query('UNLISTEN topic')
    await sender.query("NOTIFY topic, 'y'")
    await vi.waitFor(() => expect(heard).toEqual(['two y']), PATIENCE)
  })
})

describe('a client that does not read', () => {
  it('gets no further turns, costs little memory and holds nobody up', async () => {
    const socket = await openSocket()
    socket.pause()
    const query = buildMessage('Q', "SELECT repeat('x', 1000000) FROM generate_series(1, 4)\0")
    socket.write(
      Buffer.concat([
        buildStartup({ user: 'postgres' }),
        buildMessage('p', 'owner-secret\0'),
        ...Array.from({ length: 100 }, () => query),
      ]),
    )
    const before = process.memoryUsage().rss
    const client = await connect()
    for (let i = 0; i < 200; i++) await client.query('SELECT 1')
    expect((process.memoryUsage().rss - before) / 1024 / 1024).toBeLessThan(150)
    socket.destroy()
    expect((await client.query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }])
  })
})
