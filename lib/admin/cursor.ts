import { AppError } from '#lib/platform/errors.ts'
import { idSchema } from '#lib/platform/http/schema.ts'

/** The place in a list that is ordered by time, then id. */
export interface Place {
  at: Date
  id: string
}

/** @throws AppError bad_request */
export function toIdCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null
  if (idSchema.safeParse(cursor).success) return cursor
  throw new AppError('bad_request', 'The cursor is not one of ours.')
}

/** @throws AppError bad_request */
export function toPlace(cursor: string | undefined): Place | null {
  if (cursor === undefined) return null
  const [millis = '', id = ''] = cursor.split('_')
  const at = new Date(Number(millis))
  if (/^\d{1,15}$/.test(millis) && idSchema.safeParse(id).success) return { at, id }
  throw new AppError('bad_request', 'The cursor is not one of ours.')
}

export function fromPlace({ at, id }: Place): string {
  return `${at.getTime()}_${id}`
}

/** One more row than fits on a page was asked for: it says whether there is another page. */
export function toPage<R, T>(
  rows: readonly R[],
  pageSize: number,
  page: { serialize: (row: R) => T; toCursor: (row: R) => string },
): { items: T[]; nextCursor: string | null } {
  const shown = rows.slice(0, pageSize)
  const last = shown.at(-1)
  return {
    items: shown.map(page.serialize),
    nextCursor: rows.length > pageSize && last !== undefined ? page.toCursor(last) : null,
  }
}
