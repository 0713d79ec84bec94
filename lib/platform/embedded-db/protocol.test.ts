import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  buildError,
  buildInt32,
  buildMessage,
  FrameReader,
  ProtocolViolation,
  prefixStatement,
  readReply,
} from './protocol.ts'
import { inspectStatement } from './statements.ts'

const message = fc
  .tuple(fc.constantFrom('P', 'B', 'Q', 'S'), fc.uint8Array({ maxLength: 300 }))
  .map(([type, body]) => buildMessage(type, body))

describe('FrameReader', () => {
  it('gives back the same messages, however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 20 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (messages, cuts) => {
          const bytes = Buffer.concat(messages)
          const reader = new FrameReader()
          const out: Buffer[] = []
          let turn = 0
          for (let at = 0; at < bytes.length; ) {
            const size = cuts[turn++ % cuts.length] ?? 1
            reader.push(bytes.subarray(at, at + size))
            at += size
            for (let next = reader.takeMessage(); next; next = reader.takeMessage()) out.push(next)
          }
          expect(out).toEqual(messages)
        },
      ),
    )
  })

  it('refuses lengths that no message has', () => {
    for (const length of [0, 3, -1, 2_000_000_000]) {
      const reader = new FrameReader()
      reader.push(Buffer.concat([Buffer.from('Q'), buildInt32(length)]))
      expect(() => reader.takeMessage()).toThrow(ProtocolViolation)
    }
  })
})

describe('prefixStatement', () => {
  it('leaves unnamed statements and portals alone', () => {
    for (const unnamed of [
      buildMessage('P', '\0SELECT 1\0', Buffer.alloc(2)),
      buildMessage('B', '\0\0', Buffer.alloc(6)),
      buildMessage('D', 'S\0'),
      buildMessage('D', 'Pportal\0'),
      buildMessage('C', 'Pportal\0'),
    ]) {
      expect(prefixStatement(unnamed, 'c1_')).toEqual({ message: unnamed })
    }
  })

  it('renames the same statement alike in every message that names it', () => {
    expect(prefixStatement(buildMessage('P', 'a\0SELECT 1\0', Buffer.alloc(2)), 'c1_')).toEqual({
      message: buildMessage('P', 'c1_a\0SELECT 1\0', Buffer.alloc(2)),
      parsed: 'c1_a',
    })
    expect(prefixStatement(buildMessage('B', 'portal\0a\0', Buffer.alloc(6)), 'c1_').message).toEqual(
      buildMessage('B', 'portal\0c1_a\0', Buffer.alloc(6)),
    )
    expect(prefixStatement(buildMessage('D', 'Sa\0'), 'c1_').message).toEqual(buildMessage('D', 'Sc1_a\0'))
    expect(prefixStatement(buildMessage('C', 'Sa\0'), 'c1_')).toEqual({
      message: buildMessage('C', 'Sc1_a\0'),
      closed: 'c1_a',
    })
  })
})

describe('readReply', () => {
  it('takes notifications out, and reads status, written rows and the error', () => {
    const notification = buildMessage('A', buildInt32(7), 'news\0payload\0')
    const tags = [
      buildMessage('C', 'INSERT 0 3\0'),
      buildMessage('C', 'UPDATE 2\0'),
      buildMessage('C', 'SELECT 9\0'),
    ]
    const error = buildError('ERROR', '22012', 'division by zero')
    const ready = buildMessage('Z', 'E')
    const reply = readReply(Buffer.concat([...tags, notification, error, ready]))
    expect(Buffer.concat(reply.chunks)).toEqual(Buffer.concat([...tags, error, ready]))
    expect(reply).toMatchObject({
      notifications: [{ channel: 'news', message: notification }],
      status: 'E',
      rowsWritten: 5,
      error: 'division by zero',
    })
  })

  it('has no status without ReadyForQuery', () => {
    expect(readReply(buildMessage('1')).status).toBeNull()
  })
})

describe('inspectStatement', () => {
  const query = (sql: string) => inspectStatement(buildMessage('Q', `${sql}\0`))

  it('reads the channel as PostgreSQL does', () => {
    expect(query('LISTEN News').listen).toBe('news')
    expect(query('listen "News ""x""";').listen).toBe('News "x"')
    expect(query('UNLISTEN news').unlisten).toBe('news')
    expect(query('UNLISTEN *').unlisten).toBeNull()
  })

  it('passes everything else on as it is', () => {
    for (const sql of ["SELECT 'listen to me'", 'COPY note TO STDOUT', 'SELECT stdin FROM t']) {
      expect(query(sql)).toEqual({ message: buildMessage('Q', `${sql}\0`) })
    }
  })
})
