import { AppError } from '#lib/platform/errors.ts'

const CURSOR = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** A place in an order by time and, where times are alike, by id. */
export interface Place {
  readonly at: Date
  readonly id: string
}

export function toCursor({ at, id }: Place): string {
  return `${at.toISOString()}_${id}`
}

/** @throws AppError bad_request for what `toCursor` cannot have made. */
export function parseCursor(cursor: string): Place {
  const [, time = '', id] = CURSOR.exec(cursor) ?? []
  const at = new Date(time)
  // A time that no clock shows, and the year 0 that PostgreSQL does not know, are none of ours either.
  if (!id || !(at.getTime() > 0)) throw new AppError('bad_request', 'The cursor is not one of ours.')
  return { at, id }
}
