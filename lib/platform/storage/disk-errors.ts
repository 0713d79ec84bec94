import { AppError, isAppError } from '#lib/platform/errors.ts'

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** Runs a file operation and translates what the file system says, since its errors carry paths. */
export async function translated<T>(operation: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    throw translate(operation, error)
  }
}

/** The error to show instead of `error`; those of a caller's stream pass as they are. */
export function translate(operation: string, error: unknown): unknown {
  if (isAppError(error)) return error
  const code = systemCode(error)
  if (code === null) return error
  if (FULL.has(code)) {
    return new AppError(
      'unavailable',
      'There is no room to store files at the moment. Please try again later.',
    )
  }
  if (code === 'ENOENT') return new AppError('not_found', 'This file is not here any more.')
  return new Error(`Storage could not ${operation} (${code}).`)
}

/** The code of an error that came from a system call, such as ENOSPC. */
function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}
