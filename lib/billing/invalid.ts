import { AppError } from '#lib/platform/errors.ts'

/** A value that cannot be, and where it stands. */
export function invalid(pointer: string, detail: string): AppError {
  return new AppError('invalid', detail, { errors: [{ pointer, detail }] })
}
