import iconv from 'iconv-lite'
import { ParseFailure } from '#lib/ingestion/parse/parsed-page.ts'

/** Control characters that no text holds; more than this share of them, or a NUL outside UTF-16, is binary. */
const MAX_CONTROL_SHARE = 0.005

/**
 * Text by its byte order mark, else as strict UTF-8, else as windows-1252, which reads anything. iconv-lite does the
 * last two of the legacy kinds: `TextDecoder('windows-1252')` maps 0x80 to 0x9F wrongly on Node 20.
 *
 * @throws ParseFailure type_mismatch when the bytes are no text.
 */
export function decodeText(bytes: Uint8Array): string {
  const [a, b, c] = bytes
  if (a === 0xff && b === 0xfe) return iconv.decode(bytes.subarray(2), 'utf16-le')
  if (a === 0xfe && b === 0xff) return iconv.decode(bytes.subarray(2), 'utf16-be')
  const body = a === 0xef && b === 0xbb && c === 0xbf ? bytes.subarray(3) : bytes
  if (isBinary(body)) throw new ParseFailure('type_mismatch')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    return iconv.decode(body, 'windows-1252')
  }
}

/** Whether bytes without a byte order mark hold what no text file holds. */
export function isBinary(bytes: Uint8Array): boolean {
  let control = 0
  for (const byte of bytes) {
    if (byte === 0) return true
    // Tab, line feed, form feed, carriage return and escape (terminal colours) occur in text.
    if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) control += 1
  }
  return control > bytes.length * MAX_CONTROL_SHARE
}
