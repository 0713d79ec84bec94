import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '#lib/platform/errors.ts'

/**
 * The OpenAPI document, which a step after the build writes next to the built server.
 *
 * @throws AppError unavailable while there is none, as under `npm run dev`.
 */
export async function readApiDescription(): Promise<string> {
  try {
    return await readFile(path.join(process.cwd(), '.next', 'openapi.json'), 'utf8')
  } catch (cause) {
    throw new AppError(
      'unavailable',
      'The description is written by the build; this server runs without one.',
      {},
      { cause },
    )
  }
}
