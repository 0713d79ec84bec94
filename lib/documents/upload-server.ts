import { MemoryLocker, Metadata, Server } from '@tus/server'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { AppError, isAppError, type ProblemCode } from '#lib/platform/errors.ts'
import { processState } from '#lib/platform/process-state.ts'
import { createUpload } from './create-upload.ts'
import { UploadStore } from './upload-store.ts'

const PATH = '/api/uploads'
/** A name of 300 characters in base64, with room; longer metadata is refused unread. */
const MAX_METADATA_CHARACTERS = 8_000

/** Answers one request of the tus protocol for an authenticated caller; failures are thrown as AppError. */
export async function handleUpload(ctx: WorkspaceContext, request: Request): Promise<Response> {
  if ((request.headers.get('upload-metadata')?.length ?? 0) > MAX_METADATA_CHARACTERS)
    throw new AppError('bad_request', 'The upload metadata is too long.')
  const failure: { error?: unknown } = {}
  const response = await buildServer(ctx, failure).handleWeb(withoutQuery(request))
  // tus allows every origin by default; our cookie routes allow none.
  const headers = new Headers(response.headers)
  for (const name of [...headers.keys()]) if (name.startsWith('access-control-')) headers.delete(name)
  if (response.status < 400) return new Response(response.body, { status: response.status, headers })
  // The caller went away half-way, which is no failure of ours.
  if (request.signal.aborted) throw new AppError('bad_request', 'The upload broke off. What arrived is kept.')
  throw isAppError(failure.error) ? failure.error : toAppError(response.status, failure.error)
}

/** A server per request is a few small objects; the caller is bound into its store. */
function buildServer(ctx: WorkspaceContext, failure: { error?: unknown }): Server {
  return new Server({
    path: PATH,
    datastore: new UploadStore(ctx),
    locker: processState('upload-locker', () => new MemoryLocker()),
    relativeLocation: true,
    namingFunction: async (req) => (await openUpload(ctx, req.headers)).id,
    onResponseError: (_request, error) => {
      failure.error = error
      return undefined
    },
  })
}

async function openUpload(ctx: WorkspaceContext, headers: Headers): Promise<{ id: string }> {
  const length = headers.get('upload-length') ?? ''
  if (!/^\d{1,15}$/.test(length))
    throw new AppError('bad_request', 'Upload-Length must be the number of bytes.')
  const metadata = parseMetadata(headers.get('upload-metadata'))
  const filename = metadata.filename
  if (!filename) throw new AppError('bad_request', 'Upload-Metadata must hold a filename.')
  return createUpload(ctx, { filename, declaredType: metadata.filetype ?? null, sizeBytes: Number(length) })
}

function parseMetadata(header: string | null): Record<string, string | null> {
  try {
    return header ? Metadata.parse(header) : {}
  } catch {
    throw new AppError('bad_request', 'Upload-Metadata is not in the form that tus asks for.')
  }
}

/** tus reads the id from the end of the address; `?ws=` would stand in its way. */
function withoutQuery(request: Request): Request {
  const url = new URL(request.url)
  if (url.search === '') return request
  url.search = ''
  return new Request(url, request)
}

const CODES: Readonly<Record<number, ProblemCode>> = {
  400: 'bad_request',
  404: 'not_found',
  409: 'conflict',
  410: 'expired',
  413: 'file_too_large',
  415: 'unsupported_media_type',
  // An extension that is not announced, such as concatenation.
  501: 'bad_request',
}

function toAppError(status: number, error: unknown): AppError {
  const code = CODES[status] ?? (status < 500 ? 'bad_request' : 'internal')
  const words: Partial<Record<ProblemCode, string>> = {
    conflict: 'The offset is not where the upload stands. Ask for it with HEAD and go on from there.',
    file_too_large: 'More bytes came than were announced. Start the upload again.',
    not_found: 'There is no such upload here.',
    internal: 'Something on our side failed. What arrived is kept; try again.',
  }
  const detail = words[code] ?? 'The request does not follow the tus protocol, version 1.0.0.'
  return new AppError(code, detail, {}, { cause: error })
}
