import { AppError } from '#lib/platform/errors.ts'
import { type Place, parseCursor } from '#lib/platform/http/cursor.ts'
import { idSchema } from '#lib/platform/http/schema.ts'

/** @throws AppError bad_request */
export function toIdCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null
  if (idSchema.safeParse(cursor).success) return cursor
  throw new AppError('bad_request', 'The cursor is not one of ours.')
}

/** @throws AppError bad_request */
export function toPlace(cursor: string | undefined): Place | null {
  return cursor === undefined ? null : parseCursor(cursor)
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
