import { open } from 'node:fs/promises'
import type { MediaType } from '#lib/documents/schema.ts'
import { countPages, type DetectedFile, ParseFailure } from '#lib/ingestion/parse/index.ts'
import { isBinary } from './decode-text.ts'
import { findForeignType, hasArchiveBehindPdf, isPdf } from './magic.ts'

const HEAD_BYTES = 64 * 1024
/** The end-of-central-directory record of a zip and its comment lie within this (APPNOTE 4.3.16). */
const TAIL_BYTES = 66 * 1024

/**
 * Decides whether a file is what it was declared to be, by its bytes and, for a PDF, by opening it in the child.
 *
 * @param file.mediaType as declared at upload, by extension and type.
 * @throws ParseFailure empty, type_mismatch, encrypted, corrupt, timeout, memory.
 */
export async function detectFile(
  { path, mediaType }: { path: string; mediaType: MediaType },
  signal: AbortSignal,
): Promise<DetectedFile> {
  const { head, tail } = await readEnds(path)
  if (head.length === 0) throw new ParseFailure('empty')
  const foreign = findForeignType(head)
  if (mediaType === 'application/pdf') {
    if (foreign || !isPdf(head) || hasArchiveBehindPdf(tail))
      throw new ParseFailure('type_mismatch', factsOf(foreign))
    return { mediaType, pageCount: await countPages(path, signal) }
  }
  const hasMark = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  const isOther = isPdf(head) || (foreign !== null && foreign !== 'html' && foreign !== 'svg')
  if (isOther || (!hasMark && isBinary(head)))
    throw new ParseFailure('type_mismatch', factsOf(isPdf(head) ? 'pdf' : foreign))
  return { mediaType, pageCount: null }
}

function factsOf(found: string | null): Record<string, string> {
  return found ? { found } : {}
}

async function readEnds(path: string): Promise<{ head: Uint8Array; tail: Uint8Array }> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const read = async (from: number, length: number) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from)
      return buffer.subarray(0, bytesRead)
    }
    const tailFrom = Math.max(0, size - TAIL_BYTES)
    return { head: await read(0, Math.min(size, HEAD_BYTES)), tail: await read(tailFrom, size - tailFrom) }
  } finally {
    await file.close()
  }
}
