/** Readers look for the header in the first 1,024 bytes (ISO 32000-1, Annex H, note 13 of Adobe's implementation). */
const PDF_HEADER_WITHIN = 1024

/** First bytes of formats that are not text and not PDF, in Latin-1. */
const SIGNATURES: readonly (readonly [string, string])[] = [
  ['PK\x03\x04', 'zip'],
  ['PK\x05\x06', 'zip'],
  ['MZ', 'exe'],
  ['\x7fELF', 'elf'],
  ['\xcf\xfa\xed\xfe', 'macho'],
  ['\xca\xfe\xba\xbe', 'macho'],
  ['\xd0\xcf\x11\xe0', 'ole'],
  ['\x89PNG', 'png'],
  ['GIF8', 'gif'],
  ['\xff\xd8\xff', 'jpeg'],
  ['II*\0', 'tiff'],
  ['MM\0*', 'tiff'],
  ['RIFF', 'riff'],
  ['\x1f\x8b', 'gzip'],
  ['BZh', 'bzip2'],
  ['7z\xbc\xaf', '7z'],
  ['Rar!', 'rar'],
  ['\xfd7zXZ', 'xz'],
  ['{\\rtf', 'rtf'],
  ['%!PS', 'postscript'],
  ['SQLite format 3', 'sqlite'],
]
const HTML = /^\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|iframe)\b/i
const SVG = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*|<!doctype[^>]*>\s*)*<svg\b/i
const ACTIVE_MARKUP = /<(?:!doctype\s+html|html|script|iframe|svg)\b/i

/** Name of the other format that a file begins as, also in front of a PDF header; null for text, PDF and the unknown. */
export function findForeignType(head: Uint8Array): string | null {
  const start = toLatin1(head.subarray(0, PDF_HEADER_WITHIN)).replace(/^\xef\xbb\xbf/, '')
  const signature = SIGNATURES.find(([bytes]) => start.startsWith(bytes))
  // Two letters are also the start of words; a program has its PE offset behind them, not more text.
  if (signature && (signature[1] !== 'exe' || start.includes('\0'))) return signature[1]
  if (HTML.test(start)) return 'html'
  if (SVG.test(start)) return 'svg'
  const headerAt = start.indexOf('%PDF-')
  return headerAt >= 0 && ACTIVE_MARKUP.test(start) ? 'html' : null
}

/** Whether a PDF header stands where readers look for it. */
export function isPdf(head: Uint8Array): boolean {
  return toLatin1(head.subarray(0, PDF_HEADER_WITHIN)).includes('%PDF-')
}

/** A zip behind the end of a PDF makes a file that is both. */
export function hasArchiveBehindPdf(tail: Uint8Array): boolean {
  const text = toLatin1(tail)
  const end = text.lastIndexOf('%%EOF')
  return end >= 0 && text.indexOf('PK\x05\x06', end) >= 0
}

function toLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
