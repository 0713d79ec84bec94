import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDiskStorage } from './disk.ts'
import { translate } from './disk-errors.ts'
import type { Storage } from './storage.ts'

let root: string
let storage: Storage

beforeAll(async () => {
  root = path.join(await mkdtemp(path.join(tmpdir(), 'footnote-storage-')), 'files')
  storage = createDiskStorage(root)
})
afterAll(() => rm(path.dirname(root), { recursive: true, force: true }))

async function* bytes(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield new TextEncoder().encode(part)
}

async function* failingAfter(part: string): AsyncGenerator<Uint8Array> {
  yield* bytes(part)
  throw new Error('the client went away')
}

async function textOf(key: string, range?: { start: number; end: number }): Promise<string> {
  return new Response((await storage.get(key, range)).body).text()
}

describe('put', () => {
  it('writes what it reads, counts it and hashes it on the way', async () => {
    const written = await storage.put('w1/blobs/a', bytes('foot', 'note'))
    expect(written).toEqual({ sizeBytes: 8, sha256: createHash('sha256').update('footnote').digest('hex') })
    expect(await textOf('w1/blobs/a')).toBe('footnote')
  })

  it('keeps the old object and leaves nothing behind when the body breaks off', async () => {
    await storage.put('w1/blobs/keep', bytes('old'))
    await expect(storage.put('w1/blobs/keep', failingAfter('new'))).rejects.toThrow('the client went away')
    expect(await textOf('w1/blobs/keep')).toBe('old')
    expect(await readdir(path.join(root, '.partial'))).toEqual([])
  })

  it('makes folders and files for the owner only', async () => {
    await storage.put('w2/blobs/private', bytes('x'))
    expect((await stat(path.join(root, 'w2'))).mode & 0o777).toBe(0o700)
    expect((await stat(path.join(root, 'w2/blobs/private'))).mode & 0o777).toBe(0o600)
  })
})

describe('append', () => {
  it('continues where the object ends', async () => {
    await storage.append('w1/uploads/u1', 0, bytes('foot'))
    expect(await storage.append('w1/uploads/u1', 4, bytes('no', 'te'))).toEqual({ sizeBytes: 8 })
    expect(await textOf('w1/uploads/u1')).toBe('footnote')
  })

  it('refuses any other offset', async () => {
    await storage.append('w1/uploads/u2', 0, bytes('foot'))
    await expect(storage.append('w1/uploads/u2', 3, bytes('x'))).rejects.toMatchObject({ code: 'conflict' })
    await expect(storage.append('w1/uploads/u2', 0, bytes('x'))).rejects.toMatchObject({ code: 'conflict' })
    await expect(storage.append('w1/uploads/none', 4, bytes('x'))).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('keeps what arrived before the body broke off', async () => {
    await expect(storage.append('w1/uploads/u3', 0, failingAfter('half'))).rejects.toThrow('went away')
    expect(await storage.stat('w1/uploads/u3')).toEqual({ sizeBytes: 4 })
  })
})

describe('get', () => {
  it('reads ranges with both ends included and says how large the whole is', async () => {
    await storage.put('w1/blobs/range', bytes('0123456789'))
    expect(await textOf('w1/blobs/range', { start: 0, end: 0 })).toBe('0')
    expect(await textOf('w1/blobs/range', { start: 7, end: 99 })).toBe('789')
    expect((await storage.get('w1/blobs/range', { start: 2, end: 3 })).sizeBytes).toBe(10)
  })

  it('refuses a range behind the end', async () => {
    await expect(storage.get('w1/blobs/range', { start: 10, end: 12 })).rejects.toMatchObject({
      code: 'range_not_satisfiable',
      extensions: { sizeBytes: 10 },
    })
  })

  it('reads objects larger than one buffer, and empty ones', async () => {
    await storage.put('w1/blobs/large', bytes('x'.repeat(200_001)))
    expect((await textOf('w1/blobs/large')).length).toBe(200_001)
    await storage.put('w1/blobs/empty', bytes())
    expect(await textOf('w1/blobs/empty')).toBe('')
  })

  it('answers not_found for what is not there', async () => {
    await expect(storage.get('w1/blobs/none')).rejects.toMatchObject({ code: 'not_found' })
    expect(await storage.stat('w1/blobs/none')).toBeNull()
  })
})

describe('move and remove', () => {
  it('moves an object to its new key', async () => {
    await storage.put('w1/uploads/m', bytes('moved'))
    await storage.move('w1/uploads/m', 'w3/blobs/m')
    expect(await textOf('w3/blobs/m')).toBe('moved')
    expect(await storage.stat('w1/uploads/m')).toBeNull()
  })

  it('removes twice without complaint', async () => {
    await storage.put('w1/blobs/gone', bytes('x'))
    await storage.remove('w1/blobs/gone')
    await storage.remove('w1/blobs/gone')
    expect(await storage.stat('w1/blobs/gone')).toBeNull()
  })
})

describe('keys', () => {
  it.each([
    '',
    '/',
    '../x',
    'a/../b',
    'a//b',
    '/etc/passwd',
    'a\\b',
    'a/.hidden',
    'a/b\0',
    '.partial/x',
    'ä/b',
    'a/b/',
  ])('refuses %j without repeating it', async (key) => {
    await expect(storage.put(key, bytes('x'))).rejects.toThrow(/^This is not a storage key\.$/)
  })
})

describe('errors', () => {
  const systemError = (code: string) =>
    Object.assign(new Error(`${code}: ${root}/w1`), { code, syscall: 'write', path: root })

  it('says in plain words that there is no room', () => {
    expect(translate('write a file', systemError('ENOSPC'))).toMatchObject({
      code: 'unavailable',
      status: 503,
    })
  })

  it('never carries a path', () => {
    const error = translate('write a file', systemError('EACCES'))
    expect(String(error)).toBe('Error: Storage could not write a file (EACCES).')
    expect(JSON.stringify(error)).not.toContain(root)
    expect(error).not.toHaveProperty('cause')
  })

  it('lets the reader pass the path on only while the object exists', async () => {
    await storage.put('w1/blobs/local', bytes('local'))
    expect(await storage.withLocalFile('w1/blobs/local', async (file) => path.basename(file))).toBe('local')
    await expect(storage.withLocalFile('w1/blobs/none', async (file) => file)).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
