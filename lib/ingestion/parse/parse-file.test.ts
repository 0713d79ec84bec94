import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  buildEncryptedPdf,
  buildManyPages,
  buildOperatorBomb,
  buildPagePdf,
  buildSilentBomb,
} from '#lib/testing/hostile-pdf.ts'
import { makePdf } from '#lib/testing/pdf.ts'
import { countPages, type ParsedPage, type ParseFailure, parseFile } from './index.ts'
import { startJail } from './jail.ts'

const never = new AbortController().signal
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'footnote-parse-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function write(name: string, data: Buffer | string): Promise<string> {
  const file = path.join(folder, name)
  await writeFile(file, data)
  return file
}

async function parsePdf(file: string, maxPages?: number) {
  const pages: ParsedPage[] = []
  const input = { path: file, mediaType: 'application/pdf' as const, ...(maxPages ? { maxPages } : {}) }
  const report = await parseFile(input, (page) => void pages.push(page), never)
  return { pages, report }
}

const failure = (code: string) =>
  expect.objectContaining<Partial<ParseFailure>>({ code: code as ParseFailure['code'] })

describe('parseFile', { timeout: 60_000 }, () => {
  it('gives the pages of a PDF in order, with text, runs and what it cost', async () => {
    const { bytes } = await makePdf({
      blocks: Array.from({ length: 8 }, (_, i) => ({
        kind: 'prose',
        text: `Paragraph ${i} of the harbour book.`,
      })),
      linesPerColumn: 3,
    })
    const { pages, report } = await parsePdf(await write('plain.pdf', bytes))
    expect(pages.map((page) => page.number)).toEqual([1, 2, 3])
    expect(pages[0]?.text).toContain('Paragraph 0 of the harbour book.')
    expect(pages[0]?.runs?.length).toBeGreaterThan(0)
    expect(report).toMatchObject({ pageCount: 3, textPages: 3, emptyPages: [], garbledPages: [] })
    expect(report.cpuMs).toBeGreaterThan(0)
  })

  it('waits while its reader does', async () => {
    const { bytes } = await makePdf({
      blocks: Array.from({ length: 4 }, () => ({ kind: 'prose', text: 'One line.' })),
      linesPerColumn: 1,
    })
    const input = { path: await write('slow.pdf', bytes), mediaType: 'application/pdf' as const }
    let active = 0
    await parseFile(
      input,
      async () => {
        active += 1
        expect(active).toBe(1)
        await new Promise((resolve) => setImmediate(resolve))
        active -= 1
      },
      never,
    )
  })

  it('reports a PDF that needs a password as encrypted', async () => {
    const file = await write('locked.pdf', await buildEncryptedPdf('harbour'))
    await expect(parsePdf(file)).rejects.toEqual(failure('encrypted'))
  })

  it('reports bytes that are no PDF behind the header as corrupt, and no bytes as empty', async () => {
    await expect(parsePdf(await write('noise.pdf', `%PDF-1.7\n${'z'.repeat(3000)}`))).rejects.toEqual(
      failure('corrupt'),
    )
    await expect(parsePdf(await write('none.pdf', ''))).rejects.toEqual(failure('empty'))
  })

  it('reports pages without a text layer as no_text', async () => {
    await expect(parsePdf(await write('blank.pdf', buildPagePdf('0 0 m 9 9 l S')))).rejects.toEqual(
      failure('no_text'),
    )
  })

  it('counts 10,000 pages from the page tree and refuses to read them', async () => {
    const file = await write('many.pdf', buildManyPages(10_000))
    expect(await countPages(file, never)).toBe(10_000)
    await expect(parsePdf(file)).rejects.toMatchObject({
      code: 'too_many_pages',
      detail: { pages: 10_000, limit: 5000 },
    })
  })

  it('refuses one page more than it was allowed', async () => {
    const file = await write('three.pdf', buildManyPages(3))
    await expect(parsePdf(file, 2)).rejects.toMatchObject({
      code: 'too_many_pages',
      detail: { pages: 3, limit: 2 },
    })
  })

  it('ends a page of millions of text operators within its limits', async () => {
    const bomb = buildOperatorBomb()
    expect(bomb.length).toBeLessThan(200_000)
    await expect(parsePdf(await write('bomb.pdf', bomb))).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:limit|timeout|memory)$/),
    })
  })

  it('stops when it is told to, with the reason', async () => {
    const controller = new AbortController()
    const file = await write('stopped.pdf', buildSilentBomb(60))
    const parsing = parseFile({ path: file, mediaType: 'application/pdf' }, () => {}, controller.signal)
    setImmediate(() => controller.abort(new Error('the worker goes home')))
    await expect(parsing).rejects.toThrow('the worker goes home')
  })
})

describe('the jail', { timeout: 60_000 }, () => {
  it('reads no other file than its input', async () => {
    const input = await write('input.pdf', buildPagePdf('BT ET'))
    const other = await write('secret.pdf', buildPagePdf('BT ET'))
    const jail = startJail(input, ['parse', other, 'application/pdf', '10'])
    jail.stdout.resume()
    await jail.exited
    expect(jail.stderr).toContain('ERR_ACCESS_DENIED')
  })

  it('ends a child that takes longer than it may', async () => {
    const file = await write('long.pdf', buildSilentBomb(60))
    const jail = startJail(file, ['parse', file, 'application/pdf', '10'])
    jail.allow(300)
    jail.stdout.resume()
    await jail.exited
    expect(jail.endedBy).toBe('timeout')
  })

  it('dies with its parent, however that dies', async () => {
    const file = await write('orphan.pdf', buildSilentBomb(60))
    const script = path.resolve(import.meta.dirname, '../../testing/hold-jail.ts')
    const parent = spawn(process.execPath, [script, file], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = await once(parent.stdout, 'data')
    const pid = Number(String(line))
    expect(isAlive(pid)).toBe(true)
    parent.kill('SIGKILL')
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000 })
  })
})

/** A zombie is gone: it only waits for somebody to ask how it ended. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
