import { describe, expect, it } from 'vitest'
import { toDocumentName } from './document-name.ts'

describe('toDocumentName', () => {
  it.each([
    ['paper.pdf', 'paper.pdf'],
    ['../../x', 'x'],
    ['C:\\papers\\a.pdf', 'a.pdf'],
    ['  spaced   out .pdf ', 'spaced out .pdf'],
    ['..', 'Untitled'],
    ['\u0000\u202e', 'Untitled'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['a\r\nset-cookie: b.pdf', 'aset-cookie: b.pdf'],
    ['résumé \u{1F4C4}.pdf', 'résumé \u{1F4C4}.pdf'],
    ['broken \ud800 half.pdf', 'broken \ufffd half.pdf'],
  ])('shows %j as %j', (filename, shown) => {
    expect(toDocumentName(filename)).toBe(shown)
  })

  it('cuts a name of 300 characters before its ending', () => {
    const shown = toDocumentName(`${'long'.repeat(75)}.pdf`)
    expect([...shown]).toHaveLength(200)
    expect(shown.endsWith('….pdf')).toBe(true)
  })

  it('never cuts a character of two units in half', () => {
    const shown = toDocumentName(`${'\u{1F4C4}'.repeat(300)}.pdf`)
    expect(shown.isWellFormed()).toBe(true)
  })
})
