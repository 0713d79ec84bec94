import { AppError } from '#lib/platform/errors.ts'

/**
 * A Range header with one range of bytes (RFC 9110 §14.1.2). Several ranges, other units and what does not parse count
 * as no header, which the RFC allows.
 *
 * @returns first and last byte, both included; undefined for the whole file.
 * @throws AppError range_not_satisfiable when the range begins behind the end.
 */
export function parseRange(
  header: string | null,
  sizeBytes: number,
): { start: number; end: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  const [, first = '', last = ''] = match ?? []
  if (!match || (first === '' && last === '')) return undefined
  const start = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first)
  const end = first === '' || last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1)
  if (start >= sizeBytes || (first === '' && Number(last) === 0))
    throw new AppError('range_not_satisfiable', `The file has ${sizeBytes} bytes.`, { sizeBytes })
  return end < start ? undefined : { start, end }
}
