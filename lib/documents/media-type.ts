import { AppError } from '#lib/platform/errors.ts'
import { MEDIA_TYPES, type MediaType } from './schema.ts'

/** What browsers send when they do not know a type; the extension decides then. */
const UNKNOWN_TYPES = new Set(['', 'application/octet-stream', 'binary/octet-stream'])

/** Other names that browsers and systems use for the types we take. */
const SYNONYMS: Readonly<Record<string, MediaType>> = {
  'text/x-markdown': 'text/markdown',
  'application/x-pdf': 'application/pdf',
}

const TAKEN = 'PDF, Markdown and plain text files are taken.'

/**
 * The media type of a file by its name and by what the sender declares. The bytes are checked later, by `detect`.
 *
 * @throws AppError unsupported_media_type when the extension is not taken or contradicts the declared type.
 */
export function toMediaType(filename: string, declared: string | null | undefined): MediaType {
  const extension = /\.([^.]+)$/.exec(filename)?.[1]?.toLowerCase() ?? ''
  const byExtension = findByExtension(extension)
  if (!byExtension) {
    const what = extension
      ? `Files ending in .${extension.slice(0, 12)} are not taken.`
      : 'The file has no ending.'
    throw new AppError('unsupported_media_type', `${what} ${TAKEN}`)
  }
  const type = declared?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (UNKNOWN_TYPES.has(type)) return byExtension
  const byDeclaration = SYNONYMS[type] ?? type
  // Many systems call Markdown plain text.
  if (byDeclaration === byExtension || (byExtension === 'text/markdown' && byDeclaration === 'text/plain'))
    return byExtension
  throw new AppError(
    'unsupported_media_type',
    `The name says .${extension}, the type says otherwise. Save the file with the right ending and send it again.`,
  )
}

function findByExtension(extension: string): MediaType | undefined {
  const types = Object.entries(MEDIA_TYPES) as [MediaType, readonly string[]][]
  return types.find(([, extensions]) => extensions.includes(extension))?.[0]
}
