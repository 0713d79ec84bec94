import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MediaType } from '#lib/documents/schema.ts'
import { buildEncryptedPdf, buildManyPages, buildPagePdf } from '#lib/testing/hostile-pdf.ts'
import { decodeText } from './decode-text.ts'
import { detectFile } from './index.ts'

const never = new AbortController().signal
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'footnote-detect-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function detect(data: Buffer | string, mediaType: MediaType) {
  const file = path.join(folder, 'input')
  await writeFile(file, data)
  return detectFile({ path: file, mediaType }, never)
}

const pdf = buildPagePdf('BT /F1 12 Tf 72 700 Td (Gate) Tj ET')
const zip = Buffer.from('PK\x03\x04rest of an archive', 'latin1')

describe('detectFile', { timeout: 30_000 }, () => {
  it('takes a PDF and counts its pages', async () => {
    expect(await detect(pdf, 'application/pdf')).toEqual({ mediaType: 'application/pdf', pageCount: 1 })
    expect(await detect(buildManyPages(7), 'application/pdf')).toMatchObject({ pageCount: 7 })
  })

  it.each([
    ['a zip', zip],
    ['a web page', '<!DOCTYPE html><html><body>hello</body></html>'],
    [
      'a picture with scripts',
      '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    ],
    ['a program', Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1')],
    ['plain text', 'Just some words.'],
    ['a web page in front of a PDF', Buffer.concat([Buffer.from('<html><script>1</script>'), pdf])],
    ['a zip in front of a PDF', Buffer.concat([zip, pdf])],
    ['a zip behind a PDF', Buffer.concat([pdf, zip, Buffer.from(`PK\x05\x06${'\0'.repeat(18)}`, 'latin1')])],
  ])('refuses %s that is named PDF', async (_, data) => {
    await expect(detect(data, 'application/pdf')).rejects.toMatchObject({ code: 'type_mismatch' })
  })

  it.each([
    ['a PDF', pdf],
    ['a zip', zip],
    ['bytes with NUL', Buffer.from('words\0\0\x01\x02 and more')],
  ])('refuses %s that is named text', async (_, data) => {
    await expect(detect(data, 'text/plain')).rejects.toMatchObject({ code: 'type_mismatch' })
    await expect(detect(data, 'text/markdown')).rejects.toMatchObject({ code: 'type_mismatch' })
  })

  it('takes text in any of the encodings, HTML written about included', async () => {
    for (const data of ['# Title\n\n<b>words</b>', 'MZ is a word too', Buffer.from([0xff, 0xfe, 0x41, 0x00])])
      expect(await detect(data, 'text/plain')).toEqual({ mediaType: 'text/plain', pageCount: null })
  })

  it('tells nothing, a locked file and a broken one apart', async () => {
    await expect(detect('', 'application/pdf')).rejects.toMatchObject({ code: 'empty' })
    await expect(detect('', 'text/plain')).rejects.toMatchObject({ code: 'empty' })
    await expect(detect(await buildEncryptedPdf('key'), 'application/pdf')).rejects.toMatchObject({
      code: 'encrypted',
    })
    await expect(detect(pdf.subarray(0, 120), 'application/pdf')).rejects.toMatchObject({ code: 'corrupt' })
  })
})

describe('decodeText', () => {
  it('reads UTF-8, UTF-16 by its mark, and windows-1252 when nothing else fits', () => {
    expect(decodeText(Buffer.from('\ufeffnaïve 漢字'))).toBe('naïve 漢字')
    expect(decodeText(Buffer.from('\ufeffΩ漢', 'utf16le'))).toBe('Ω漢')
    expect(decodeText(Buffer.from([0xfe, 0xff, 0x03, 0xa9]))).toBe('Ω')
    expect(decodeText(Buffer.from([0x35, 0x30, 0x20, 0x80, 0xe9]))).toBe('50 €é')
  })
})
