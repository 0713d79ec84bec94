import { describe, expect, it } from 'vitest'
import { toMediaType } from './media-type.ts'

const refused = expect.objectContaining({ code: 'unsupported_media_type' })

describe('toMediaType', () => {
  it.each([
    ['paper.pdf', 'application/pdf', 'application/pdf'],
    ['PAPER.PDF', 'application/octet-stream', 'application/pdf'],
    ['notes.md', '', 'text/markdown'],
    ['notes.md', 'text/plain; charset=utf-8', 'text/markdown'],
    ['notes.markdown', 'text/x-markdown', 'text/markdown'],
    ['a.b.txt', 'text/plain', 'text/plain'],
    ['paper.pdf', null, 'application/pdf'],
  ])('takes %s declared as %j', (filename, declared, expected) => {
    expect(toMediaType(filename, declared)).toBe(expected)
  })

  it.each([
    ['page.html', 'text/html'],
    ['picture.svg', 'image/svg+xml'],
    ['program.exe', 'application/pdf'],
    ['paper', 'application/pdf'],
    ['paper.pdf.', 'application/pdf'],
    ['paper.pdf', 'text/html'],
    ['notes.txt', 'application/pdf'],
    ['notes.txt', 'text/markdown'],
  ])('refuses %s declared as %j, before a byte is read', (filename, declared) => {
    expect(() => toMediaType(filename, declared)).toThrow(refused)
  })
})
